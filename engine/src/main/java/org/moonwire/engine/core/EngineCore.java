package org.moonwire.engine.core;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import org.luaj.vm2.Prototype;
import org.luaj.vm2.compiler.LuaC;

/** Stub. */
public final class EngineCore implements AutoCloseable {
  private volatile boolean closed;
  public Builtin require;

  public Prototype compile(byte[] source, String chunkName) {
    try {
      return LuaC.instance.compile(new ByteArrayInputStream(source), "@" + chunkName);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  public boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    closed = true;
  }
}
