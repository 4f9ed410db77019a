package org.moonwire.engine.runtime;

import java.util.ArrayList;
import java.util.List;
import javax.script.ScriptEngine;
import org.moonwire.engine.access.Grants;
import org.moonwire.engine.access.TypeGrants;
import org.moonwire.engine.backend.BackendFactory;
import org.moonwire.engine.backend.EngineBackend;
import org.moonwire.engine.backend.EngineCounts;
import org.moonwire.engine.backend.EngineOptions;
import org.moonwire.engine.backend.LuaSources;
import org.moonwire.engine.compiler.Compiler;
import org.moonwire.engine.compress.CompressModule;
import org.moonwire.engine.core.EngineCore;
import org.moonwire.engine.crypto.CryptoModule;
import org.moonwire.engine.crypto.HashModule;
import org.moonwire.engine.interop.Conversions;
import org.moonwire.engine.jit.JitCompiler;
import org.moonwire.engine.logging.LoggerModule;
import org.moonwire.engine.module.LuaModule;
import org.moonwire.engine.modules.Base64Module;
import org.moonwire.engine.modules.EnvModule;
import org.moonwire.engine.modules.ErrorsModule;
import org.moonwire.engine.modules.JavaModule;
import org.moonwire.engine.modules.JsonModule;
import org.moonwire.engine.modules.TimeModule;
import org.moonwire.engine.require.ModuleRegistry;
import org.moonwire.engine.require.ScriptLibrary;
import org.moonwire.engine.security.SecurityModule;
import org.moonwire.engine.settings.EngineOwner;
import org.moonwire.engine.settings.EvalAttributes;
import org.moonwire.engine.settings.EvalSettings;
import org.moonwire.engine.settings.SecuritySettings;
import org.moonwire.engine.struct.StructModule;
import org.moonwire.engine.url.UrlModule;
import org.moonwire.engine.uuid.UuidModule;

/** Puts engines together. Thread-safe. */
public final class RuntimeFactory implements BackendFactory {
  /** For ServiceLoader. */
  public RuntimeFactory() {}

  @Override
  public EngineBackend open(EngineOptions options, ScriptEngine owner) {
    boolean unused = Preload.done();
    EvalAttributes host = new EvalAttributes(options.trusted());
    SecuritySettings security = new SecuritySettings(options.security());
    Grants grants = HostGrants.of(options.grants());
    TypeGrants types =
        options.types() == null ? grants.types() : options.types().and(grants.types());
    boolean java = options.types() != null || !types.isEmpty();
    ModuleRegistry registry = new ModuleRegistry(modules(options, security, java ? types : null));
    List<LuaSources> sources = new ArrayList<>(options.libraries().sources());
    sources.add(0, options.libraries().named()::get);
    String path = System.getProperty("moonwire.path");
    if (path != null) {
      sources.add(LuaSources.path(path));
    }
    ScriptLibrary library =
        new ScriptLibrary(
            options.language(),
            registry,
            sources,
            grants,
            types,
            new StructModule(options.language()).open(null));
    EngineCore core =
        EngineRegistry.add(
            new EngineCore(
                options.language(),
                Compiler.of(options.language()),
                JitCompiler.configured(options.compiler()),
                library,
                new EngineTimer(),
                options.allowance()));
    registry.open(new EngineContext(core));
    core.belongsTo(owner, EngineOwner::new);
    EvalSettings settings =
        new EvalSettings(core, options.timeout(), security, options.limits(), host);
    return new ScriptRuntime(core, registry, settings);
  }

  private static List<LuaModule> modules(
      EngineOptions options, SecuritySettings security, TypeGrants types) {
    List<LuaModule> all = new ArrayList<>();
    all.add(new TimeModule(options.clock()));
    all.add(new ErrorsModule());
    all.add(new JsonModule(object -> Conversions.toLua(null, object), Conversions::ownTable));
    all.add(new SecurityModule(security, options.services().tokenStores(), options.clock()));
    all.add(new Base64Module());
    all.add(new HashModule());
    all.add(new CryptoModule(options.clock(), Conversions::ownTable));
    all.add(new UuidModule(options.clock()));
    all.add(new UrlModule());
    all.add(new CompressModule());
    all.add(new StructModule(options.language()));
    all.add(new EnvModule(options.services().variables()));
    all.add(new LoggerModule(options.services().logSink()));
    if (types != null) {
      all.add(new JavaModule(types));
    }
    all.addAll(options.libraries().modules());
    return all;
  }

  @Override
  public EngineCounts counts() {
    return EngineRegistry.counts();
  }

  @Override
  public void closeAll(ClassLoader application) {
    EngineRegistry.close(application);
  }
}
