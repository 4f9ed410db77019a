package org.moonwire.engine.modules;

import java.util.Map;
import java.util.TreeMap;
import org.moonwire.engine.module.Arguments;
import org.moonwire.engine.module.ErrorKind;
import org.moonwire.engine.module.ErrorValue;
import org.moonwire.engine.module.LuaModule;
import org.moonwire.engine.module.ModuleContext;
import org.moonwire.engine.module.ModuleTable;
import org.moonwire.engine.module.NewTable;
import org.moonwire.engine.module.Results;

/**
 * The module {@code env}: the variables that the host grants, of which a policy may withhold some
 * by {@code env.get} on their names.
 */
public final class EnvModule implements LuaModule {
  private static final int MAX_SHOWN = 60;

  private final Map<String, String> values;

  /** Makes the module for the names and values that a host grants. */
  public EnvModule(Map<String, String> values) {
    this.values = new TreeMap<>(values);
  }

  @Override
  public String name() {
    return "env";
  }

  @Override
  public boolean isGlobal() {
    return false;
  }

  @Override
  public ModuleTable open(ModuleContext context) {
    return ModuleTable.builder()
        .function("get", this::get)
        .function("get_all", this::all)
        .function("set", EnvModule::refuse)
        .build();
  }

  private Object get(Arguments args) {
    String name = args.string(1);
    String value = values.get(name);
    if (value == null) {
      // The same words whether there is such a variable or not: scripts cannot search.
      String hint = "; the host grants names with -Dmoonwire.env or LuaEngineBuilder.env";
      return failure(ErrorKind.NOT_FOUND, "no variable `" + shown(name) + "`" + hint);
    }
    return isAllowed(args, name)
        ? value
        : failure(ErrorKind.PERMISSION_DENIED, "not allowed: env.get `" + name + "`");
  }

  private NewTable all(Arguments args) {
    Map<String, String> allowed = new TreeMap<>();
    values.forEach(
        (name, value) -> {
          if (isAllowed(args, name)) {
            allowed.put(name, value);
          }
        });
    return NewTable.copyOf(allowed);
  }

  private static Object refuse(Arguments args) {
    String name = args.string(1);
    return failure(
        ErrorKind.PERMISSION_DENIED,
        "`" + shown(name) + "` cannot be set: variables are the host's");
  }

  private static boolean isAllowed(Arguments args, String name) {
    return args.context().isAllowed("env.get", name, Map.of());
  }

  private static Results failure(String kind, String message) {
    return Results.failure(ErrorValue.of(kind, message, false));
  }

  private static String shown(String name) {
    return name.length() <= MAX_SHOWN ? name : name.substring(0, MAX_SHOWN) + "...";
  }
}
