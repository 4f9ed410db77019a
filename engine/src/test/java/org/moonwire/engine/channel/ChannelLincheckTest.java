package org.moonwire.engine.channel;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.jetbrains.kotlinx.lincheck.LinChecker;
import org.jetbrains.kotlinx.lincheck.annotations.Operation;
import org.jetbrains.kotlinx.lincheck.annotations.Param;
import org.jetbrains.kotlinx.lincheck.paramgen.IntGen;
import org.jetbrains.kotlinx.lincheck.strategy.stress.StressOptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

/**
 * Whatever two or three threads do at once to two channels with room, with waits that are given up
 * and a close in between, has the outcome of some order of the same operations.
 */
@Tag("soak")
@DisabledForJreRange(min = JRE.JAVA_22, disabledReason = "Lincheck reads no later class files")
@Param(name = "value", gen = IntGen.class, conf = "1:3")
public class ChannelLincheckTest {
  private static final Duration BRIEF = Duration.ofNanos(1000);

  private final Channel one = new Channel(1);
  private final Channel two = new Channel(2);

  @Operation
  public boolean offerOne(int value) {
    return one.offer(value);
  }

  @Operation
  public Object pollOne() {
    return shown(one.poll());
  }

  @Operation
  public String sendOne(int value) throws InterruptedException {
    try {
      one.send(value, BRIEF);
      return "sent";
    } catch (TimeoutException e) {
      return "no room";
    } catch (ChannelClosedException e) {
      return "closed";
    }
  }

  @Operation
  public Object receiveTwo() throws InterruptedException {
    try {
      return shown(two.receive(BRIEF));
    } catch (TimeoutException e) {
      return "nothing";
    }
  }

  @Operation
  public boolean offerTwo(int value) {
    return two.offer(value);
  }

  @Operation
  public Object receiveFromEither() throws InterruptedException {
    return select(Case.receive(one), Case.receive(two));
  }

  @Operation
  public Object moveOn(int value) throws InterruptedException {
    return select(Case.receive(two), Case.send(one, value));
  }

  @Operation
  public boolean closeOne() {
    one.close();
    return one.isClosed();
  }

  private static Object select(Case first, Case second) throws InterruptedException {
    try {
      return shown(Channel.select(List.of(first, second), BRIEF));
    } catch (TimeoutException e) {
      return "nothing";
    } catch (ChannelClosedException e) {
      return "closed";
    }
  }

  private static String shown(Received received) {
    return received == null
        ? "nothing"
        : received.index() + " " + received.value() + " " + received.ok();
  }

  @Test
  @Timeout(1200)
  void outcomes_are_those_of_some_order() {
    LinChecker.check(
        ChannelLincheckTest.class,
        new StressOptions()
            .iterations(100)
            .invocationsPerIteration(2000)
            .threads(3)
            .actorsPerThread(3)
            .actorsBefore(2)
            .actorsAfter(2));
  }
}
