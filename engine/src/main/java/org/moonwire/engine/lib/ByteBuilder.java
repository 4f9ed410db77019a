package org.moonwire.engine.lib;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.luaj.vm2.LuaString;
import org.moonwire.engine.core.LuaRuntimeException;
import org.moonwire.engine.core.Poll;

/** A growing byte string; polls deadline and memory quota before it grows beyond a page. */
public final class ByteBuilder {
  private static final int MAX_LENGTH = Integer.MAX_VALUE - 8;
  private static final int UNCHECKED = 4096;

  /** Shorter strings are part of the fixed size of the value that holds them. */
  private static final int SHORT = 32;

  private byte[] bytes;
  private int length;

  /** Makes an empty one with room for so many bytes. */
  public ByteBuilder(int capacity) {
    bytes = new byte[Math.max(capacity, 16)];
  }

  /** Makes sure that so many bytes can be added without asking for memory. */
  void reserve(int more) {
    if (more > bytes.length - length) {
      grow(more);
    }
  }

  void add(int b) {
    if (length == bytes.length) {
      grow(1);
    }
    bytes[length++] = (byte) b;
  }

  void add(byte[] b, int off, int len) {
    reserve(len);
    System.arraycopy(b, off, bytes, length, len);
    length += len;
  }

  /** Adds the bytes of a string. */
  public void add(LuaString s) {
    add(s.m_bytes, s.m_offset, s.m_length);
  }

  /** Adds text that has no character above U+00FF, one byte per character. */
  void add(String latin) {
    byte[] b = latin.getBytes(StandardCharsets.ISO_8859_1);
    add(b, 0, b.length);
  }

  void pad(int b, int count) {
    for (int i = 0; i < count; i++) {
      add(b);
    }
  }

  private void grow(int more) {
    long needed = (long) length + more;
    if (needed > MAX_LENGTH) {
      throw LuaRuntimeException.outOfMemory();
    }
    if (needed > UNCHECKED) {
      Poll.checkStringLength(needed);
    }
    bytes = Arrays.copyOf(bytes, (int) Math.max(needed, Math.min(2L * bytes.length, MAX_LENGTH)));
  }

  /** The bytes as a string; the builder must not be used afterwards. */
  public LuaString toLuaString() {
    if (length >= SHORT) {
      Poll.checkStringLength(length);
    }
    return length == bytes.length
        ? LuaString.valueUsing(bytes, 0, length)
        : LuaString.valueOf(bytes, 0, length);
  }
}
