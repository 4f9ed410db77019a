import javax.script.ScriptEngine;
import javax.script.ScriptEngineManager;

/** Prints which engine the manager finds under each name, extension and MIME type of Lua. */
public final class Probe {
  private Probe() {}

  public static void main(String[] args) throws Exception {
    ScriptEngineManager manager = new ScriptEngineManager();
    for (String name : new String[] {"lua", "Lua", "moonwire"}) {
      print("name " + name, manager.getEngineByName(name));
    }
    print("extension lua", manager.getEngineByExtension("lua"));
    for (String type :
        new String[] {"text/x-lua", "application/x-lua", "text/lua", "application/lua"}) {
      print("type " + type, manager.getEngineByMimeType(type));
    }
  }

  private static void print(String key, ScriptEngine engine) throws Exception {
    Object text = engine.eval("return require('websocket').TEXT");
    System.out.println(key + ": " + engine.getFactory().getEngineName() + ", TEXT " + text);
    ((AutoCloseable) engine).close();
  }
}
