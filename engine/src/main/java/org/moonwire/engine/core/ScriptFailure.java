package org.moonwire.engine.core;

import org.luaj.vm2.LuaValue;

/** Stub. */
public final class ScriptFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final transient LuaValue value;
  private final String traceback;
  private final int line;
  private final String chunk;

  public ScriptFailure(LuaValue value, String traceback, int line, String chunk, Throwable cause) {
    super(value.tojstring(), cause);
    this.value = value;
    this.traceback = traceback;
    this.line = line;
    this.chunk = chunk;
  }

  public LuaValue value() {
    return value;
  }

  public String traceback() {
    return traceback;
  }

  public int line() {
    return line;
  }

  public String chunk() {
    return chunk;
  }
}
