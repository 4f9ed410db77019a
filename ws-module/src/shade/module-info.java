/** Everything of {@code moonwire.jar} in one module: engine, policies, websocket and command line. */
module org.moonwire {
  requires transitive java.scripting;
  requires java.logging;
  requires static jakarta.servlet;
  requires static java.management;
  requires static jdk.attach;
  requires static jdk.jfr;
  requires static micrometer.core;

  exports org.moonwire.engine;
  exports org.moonwire.engine.channel;
  exports org.moonwire.engine.metrics;
  exports org.moonwire.engine.module;
  exports org.moonwire.engine.time;
  exports org.moonwire.policy;
  exports org.moonwire.websocket;
  exports org.moonwire.websocket.metrics;

  uses org.moonwire.engine.backend.BackendFactory;
  uses org.moonwire.engine.module.LuaModule;

  provides org.moonwire.engine.backend.BackendFactory with
      org.moonwire.engine.runtime.RuntimeFactory;
  provides javax.script.ScriptEngineFactory with
      org.moonwire.engine.LuaScriptEngineFactory,
      org.moonwire.engine.Lua52ScriptEngineFactory,
      org.moonwire.engine.Lua54ScriptEngineFactory;
  provides org.moonwire.engine.module.LuaModule with
      org.moonwire.websocket.WebSocketModule,
      org.moonwire.websocket.HttpClientModule,
      org.moonwire.websocket.load.JMeterModule;
}
