package org.moonwire.engine.module;

/** A Lua error raised by Java code; {@code pcall} returns its value. */
public final class LuaException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Object value;

  /** Raises a message; the position of the calling Lua code is put in front. */
  public LuaException(String message) {
    super(message);
    this.value = null;
  }

  /** Raises an error object. */
  public LuaException(ErrorValue value) {
    super(value.message());
    this.value = value;
  }

  /** The error object, or null if this error is a message. */
  public Object value() {
    return value;
  }
}
