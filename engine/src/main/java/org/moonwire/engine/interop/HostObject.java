package org.moonwire.engine.interop;

import java.util.Map;
import org.luaj.vm2.LuaValue;
import org.moonwire.engine.access.ClosedTypes;

/**
 * Any other Java object as a script sees it: public methods of its public types, bean properties,
 * public fields, and the ways of a table where it is a Map, a List or an array. An object of a
 * closed type can be held and handed back to the host, and nothing else.
 */
final class HostObject extends JavaValue {
  private final boolean closed;

  /** The method that a script asked for last: in a loop it is the same one each time. */
  private HostMethod latest;

  private HostObject(Object instance, boolean closed) {
    super(instance, closed ? HostMetatable.CLOSED : HostMetatable.OPEN);
    this.closed = closed;
  }

  static HostObject of(Object o) {
    return new HostObject(o, ClosedTypes.contains(o.getClass()));
  }

  /** True if scripts may not touch the object. */
  boolean isClosed() {
    return closed;
  }

  /** The method that {@code key} stood for the last time; null if it was something else. */
  @SuppressWarnings("ReferenceEquality") // the very same string, as a constant is
  HostMethod latest(LuaValue key) {
    HostMethod known = latest;
    return known != null && known.key() == key ? known : null;
  }

  /** Remembers a method. A map might have an entry of that name the next time. */
  void remember(HostMethod method) {
    if (!(instance() instanceof Map)) {
      latest = method;
    }
  }
}
