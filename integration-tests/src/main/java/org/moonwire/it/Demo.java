package org.moonwire.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import javax.script.ScriptContext;
import javax.script.ScriptEngine;
import javax.script.ScriptEngineManager;

/**
 * The README's first command: starts a local server, looks the engine up under the name {@code lua}
 * and runs {@code examples/prices.lua} against the server. Takes about three seconds.
 */
public final class Demo {

  private Demo() {}

  /** Runs the demonstration; it fails with an exception if anything does. */
  public static void main(String[] args) throws Exception {
    try (EchoServer server = EchoServer.start()) {
      run(server.url("/prices?count=10&every=250"));
    }
  }

  static void run(String url) throws Exception {
    ScriptEngine engine = new ScriptEngineManager().getEngineByName("lua");
    try (Reader script = new InputStreamReader(open("/examples/prices.lua"), UTF_8)) {
      ScriptContext context = engine.getContext();
      context.setAttribute(ScriptEngine.FILENAME, "prices.lua", ScriptContext.ENGINE_SCOPE);
      context.setAttribute(ScriptEngine.ARGV, new String[] {url}, ScriptContext.ENGINE_SCOPE);
      engine.eval(script);
    } finally {
      ((AutoCloseable) engine).close();
    }
  }

  private static InputStream open(String resource) throws IOException {
    InputStream in = Demo.class.getResourceAsStream(resource);
    if (in == null) {
      throw new IOException("no resource `" + resource + "`");
    }
    return in;
  }
}
