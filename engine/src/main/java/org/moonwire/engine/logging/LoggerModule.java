package org.moonwire.engine.logging;

import java.util.Map;
import org.moonwire.engine.module.Arguments;
import org.moonwire.engine.module.LogSink;
import org.moonwire.engine.module.LuaModule;
import org.moonwire.engine.module.ModuleContext;
import org.moonwire.engine.module.ModuleTable;

/** The module {@code logger}: itself a logger without name and fields. */
public final class LoggerModule implements LuaModule {
  private final ScriptLogger root;

  /** Makes the module; null is the JVM's own {@link System.Logger}. */
  public LoggerModule(LogSink sink) {
    this.root = new ScriptLogger(sink == null ? new SystemLogSink() : sink, "", Map.of());
  }

  @Override
  public String name() {
    return "logger";
  }

  @Override
  public boolean isGlobal() {
    return false;
  }

  @Override
  public ModuleTable open(ModuleContext context) {
    ModuleTable.Builder table = ModuleTable.builder();
    ScriptLogger.LEVELS.forEach(
        (name, level) ->
            table.function(
                name,
                args -> {
                  requireColon(args, name);
                  return root.log(level, args, 2);
                }));
    return table
        .function(
            "with",
            args -> {
              requireColon(args, "with");
              return root.with(args, 2);
            })
        .function(
            "named",
            args -> {
              requireColon(args, "named");
              return root.named(args, 2);
            })
        .build();
  }

  private static void requireColon(Arguments args, String name) {
    if (!args.typeName(1).equals("table")) {
      throw args.error(1, "call it as logger:" + name + "(...)");
    }
  }
}
