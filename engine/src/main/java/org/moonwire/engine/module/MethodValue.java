package org.moonwire.engine.module;

import java.util.Objects;

/**
 * A method of an object as a value for scripts: what {@code object.name} is in Lua. With it a
 * module returns the parts of a generic {@code for}; the object itself is to be passed along, for
 * the method wants it as first argument. Nil if the object has no such method.
 */
public record MethodValue(Object object, String name) {
  /** Refuses null. */
  public MethodValue {
    Objects.requireNonNull(object);
    Objects.requireNonNull(name);
  }
}
