package org.moonwire.hosts;

import org.apache.jmeter.protocol.java.sampler.AbstractJavaSamplerClient;
import org.apache.jmeter.protocol.java.sampler.JavaSamplerContext;
import org.apache.jmeter.samplers.SampleResult;
import org.apache.jorphan.util.JMeterStopThreadException;

/**
 * A Java request of JMeter that leaves an object for scripts which ends the thread that uses it.
 */
public final class Quota extends AbstractJavaSamplerClient {
  @Override
  public SampleResult runTest(JavaSamplerContext context) {
    SampleResult result = new SampleResult();
    result.sampleStart();
    Runnable usedUp =
        () -> {
          throw new JMeterStopThreadException("used up");
        };
    context.getJMeterVariables().putObject("quota", usedUp);
    result.sampleEnd();
    result.setSuccessful(true);
    return result;
  }
}
