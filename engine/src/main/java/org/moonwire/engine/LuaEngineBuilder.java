package org.moonwire.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.moonwire.engine.core.EngineCore;
import org.moonwire.engine.interop.ModuleRegistry;
import org.moonwire.engine.module.LuaModule;

/** Configures a {@link LuaEngine}. Not thread-safe; may build several engines. */
public final class LuaEngineBuilder {
  private Duration timeout;
  private final List<LuaModule> modules = new ArrayList<>();

  LuaEngineBuilder() {}

  /** Ends any eval that takes longer; {@code moonwire.timeout} overrides it. Default: no limit. */
  public LuaEngineBuilder timeout(Duration newTimeout) {
    if (newTimeout.isNegative() || newTimeout.isZero()) {
      throw new IllegalArgumentException("timeout `" + newTimeout + "` is not positive");
    }
    this.timeout = newTimeout;
    return this;
  }

  /** Offers a module under its name, in preference to one that ServiceLoader finds. */
  public LuaEngineBuilder module(LuaModule module) {
    modules.add(Objects.requireNonNull(module));
    return this;
  }

  /** Makes an engine. */
  public LuaEngine build() {
    return build(new LuaScriptEngineFactory());
  }

  LuaEngine build(LuaScriptEngineFactory factory) {
    EngineCore core = new EngineCore();
    ModuleRegistry registry = new ModuleRegistry(null, modules);
    return new LuaEngine(factory, new ScriptRuntime(core, registry, new EvalSettings(timeout)));
  }
}
