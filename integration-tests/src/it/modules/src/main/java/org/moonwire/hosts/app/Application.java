package org.moonwire.hosts.app;

import javax.script.ScriptEngine;
import javax.script.ScriptEngineManager;
import javax.script.ScriptException;
import org.moonwire.engine.LuaEngine;

/** Runs scripts in both ways in which Java finds the engine. */
public final class Application {
  private Application() {}

  /** Prints what the scripts return; the first argument is the URL of an echo server, if any. */
  public static void main(String[] args) throws Exception {
    ScriptEngine found = new ScriptEngineManager().getEngineByName("lua");
    found.put("name", "manager");
    System.out.println(found.eval("return 'hello, ' .. name"));
    ((AutoCloseable) found).close();

    try (LuaEngine engine = LuaEngine.builder().build()) {
      engine.put("shop", new Shop());
      System.out.println(engine.eval("return shop:price('tea')"));
      System.out.println(engine.eval("return require('json').encode({ 1, 2 })"));
      System.out.println(refusal(engine, "return shop:getClass():forName('java.lang.Runtime')"));
      if (args.length > 0) {
        engine.put("url", args[0]);
        System.out.println(
            engine.eval(
                "local client = assert(require('websocket').connect(url)) "
                    + "client:send('echo') "
                    + "local message = client:channel():receive() "
                    + "client:close() "
                    + "return message.data"));
      }
    }
  }

  private static String refusal(LuaEngine engine, String script) {
    try {
      return "granted: " + engine.eval(script);
    } catch (ScriptException e) {
      return "refused";
    }
  }
}
