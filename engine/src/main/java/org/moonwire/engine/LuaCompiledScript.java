package org.moonwire.engine;

import java.lang.ref.Reference;
import java.util.Objects;
import javax.script.CompiledScript;
import javax.script.ScriptContext;
import javax.script.ScriptException;
import org.moonwire.engine.backend.EngineBackend.ParsedScript;

/**
 * A script that is compiled already. Safe to use from any number of threads; with Bindings of their
 * own they run at the same time.
 */
public final class LuaCompiledScript extends CompiledScript {
  private final LuaEngine engine;
  private final ParsedScript script;

  LuaCompiledScript(LuaEngine engine, ParsedScript script) {
    this.engine = engine;
    this.script = script;
  }

  @Override
  public Object eval(ScriptContext context) throws ScriptException {
    Objects.requireNonNull(context, "context");
    try {
      return script.eval(context);
    } finally {
      // The engine must not end while its script runs.
      Reference.reachabilityFence(engine);
    }
  }

  @Override
  public LuaEngine getEngine() {
    return engine;
  }
}
