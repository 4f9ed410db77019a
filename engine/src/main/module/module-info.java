/** Runs Lua behind {@code javax.script}. */
module org.moonwire.engine {
  requires transitive java.scripting;
  requires transitive org.moonwire.policy;
  requires com.fasterxml.jackson.core;
  requires static jakarta.servlet;
  requires static java.management;
  requires static jdk.jfr;
  requires static jdk.management;
  requires static micrometer.core;

  exports org.moonwire.engine;
  exports org.moonwire.engine.channel;
  exports org.moonwire.engine.metrics;
  exports org.moonwire.engine.module;
  exports org.moonwire.engine.time;

  uses org.moonwire.engine.backend.BackendFactory;
  uses org.moonwire.engine.module.LuaModule;

  provides org.moonwire.engine.backend.BackendFactory with
      org.moonwire.engine.runtime.RuntimeFactory;
  provides javax.script.ScriptEngineFactory with
      org.moonwire.engine.LuaScriptEngineFactory,
      org.moonwire.engine.Lua52ScriptEngineFactory,
      org.moonwire.engine.Lua54ScriptEngineFactory;
}
