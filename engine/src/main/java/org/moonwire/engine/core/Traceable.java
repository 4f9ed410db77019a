package org.moonwire.engine.core;

import java.util.function.Consumer;

/** A value that holds others which count as memory of the realm that holds it. */
public interface Traceable {
  /** Shows what is held: Lua values, or other traced objects. */
  void trace(Consumer<Object> visitor);
}
