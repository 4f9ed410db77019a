package org.moonwire.engine.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Prototype;
import org.moonwire.engine.access.Rights;
import org.moonwire.engine.core.Poll;
import org.moonwire.engine.core.Realm;
import org.moonwire.engine.core.Task;
import org.moonwire.engine.module.ModuleTable;
import org.moonwire.policy.SecurityContext;

/**
 * What {@code security.with_actor} gives: an object whose method {@code call} is a Lua function, so
 * that what it calls may yield, and has rights that what it calls cannot exceed.
 */
final class ActingAs {
  private static final byte[] SOURCE =
      "return function(self, f, ...) return f(...) end".getBytes(UTF_8);

  private static final int BYTES = 400;

  private ActingAs() {}

  static ModuleTable of(SecurityContext context) {
    Poll.charge(BYTES);
    Realm realm = Task.current().realm();
    Prototype function = realm.core().compile(SOURCE, "=security").p[0];
    LuaValue call = realm.load(function, LuaValue.NIL, Rights.leading(context));
    return ModuleTable.builder().constant("call", call).build();
  }
}
