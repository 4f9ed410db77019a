package org.moonwire.engine.modules;

import java.util.Map;
import org.moonwire.engine.access.TypeGrants;
import org.moonwire.engine.interop.HostClass;
import org.moonwire.engine.module.Arguments;
import org.moonwire.engine.module.ErrorKind;
import org.moonwire.engine.module.ErrorValue;
import org.moonwire.engine.module.LuaException;
import org.moonwire.engine.module.LuaModule;
import org.moonwire.engine.module.ModuleContext;
import org.moonwire.engine.module.ModuleTable;

/**
 * The module {@code java}, there only if the host grants something: {@code java.type(name)} gives a
 * class that it grants, {@code java.is(value, class)} tells whether an object is of one.
 */
public final class JavaModule implements LuaModule {
  private final TypeGrants access;

  /** Makes the module for what a host grants. */
  public JavaModule(TypeGrants access) {
    this.access = access;
  }

  @Override
  public String name() {
    return "java";
  }

  @Override
  public ModuleTable open(ModuleContext context) {
    return ModuleTable.builder()
        .function("type", this::type)
        .function("is", JavaModule::is)
        .build();
  }

  private String whyNot(String name) {
    return access.isHidden(name) ? "is granted, but not public" : "is not granted to scripts";
  }

  private HostClass type(Arguments args) {
    String name = args.string(1);
    if (!args.context().isAllowed("java.class", name, Map.of())) {
      throw new LuaException(
          ErrorValue.of(ErrorKind.PERMISSION_DENIED, "not allowed: java.class `" + name + "`"));
    }
    // The same words whether there is such a class or not: scripts cannot search the class path.
    return access
        .find(name)
        .map(found -> new HostClass(found, access))
        .orElseThrow(() -> new LuaException("the class `" + name + "` " + whyNot(name)));
  }

  private static boolean is(Arguments args) {
    if (!(args.get(2) instanceof Class<?> type)) {
      throw args.error(2, "class expected");
    }
    return type.isInstance(args.get(1));
  }
}
