package org.moonwire.engine.interop;

/**
 * Any other Java object as a script sees it: public methods of its public types, bean properties,
 * public fields, and the ways of a table where it is a Map, a List or an array. An object of a
 * closed type can be held and handed back to the host, and nothing else.
 */
final class HostObject extends JavaValue {
  private final boolean closed;

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
}
