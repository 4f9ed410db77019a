/** Everything of {@code moonwire.jar} in one module: engine, policies, websocket and command line. */
module org.moonwire {
  requires transitive java.scripting;
  requires java.logging;
  requires static jakarta.servlet;
  requires static jdk.jfr;

  exports org.moonwire.engine;
  exports org.moonwire.engine.channel;
  exports org.moonwire.engine.module;
  exports org.moonwire.engine.time;
  exports org.moonwire.policy;
  exports org.moonwire.websocket;

  uses org.moonwire.engine.backend.BackendFactory;
  uses org.moonwire.engine.module.LuaModule;

  provides org.moonwire.engine.backend.BackendFactory with
      org.moonwire.engine.runtime.RuntimeFactory;
  provides javax.script.ScriptEngineFactory with
      org.moonwire.engine.LuaScriptEngineFactory;
  provides org.moonwire.engine.module.LuaModule with
      org.moonwire.websocket.WebSocketModule;
}
