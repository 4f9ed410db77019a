package org.moonwire.engine.core;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.SecureRandom;
import org.luaj.vm2.LuaDouble;
import org.luaj.vm2.LuaInteger;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;

/**
 * Hashes of table keys that nobody outside of this JVM can foresee: SipHash-1-3 (Aumasson and
 * Bernstein, SipHash: a fast short-input PRF, 2012) of all bytes of a string, with a secret key.
 * They are for tables whose keys collide: because somebody has made them up so, or because they
 * differ only where the fast hash of long strings does not look.
 */
final class KeyHash {
  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long[] SECRET = new SecureRandom().longs(2).toArray();
  private static final int FINAL_ROUNDS = 3;

  private long v0 = SECRET[0] ^ 0x736f6d6570736575L;
  private long v1 = SECRET[1] ^ 0x646f72616e646f6dL;
  private long v2 = SECRET[0] ^ 0x6c7967656e657261L;
  private long v3 = SECRET[1] ^ 0x7465646279746573L;

  private KeyHash() {}

  static int of(LuaValue key) {
    if (key instanceof LuaString s) {
      return of(s);
    }
    if (key instanceof LuaInteger n) {
      return of(n.v);
    }
    if (key instanceof Int64 n) {
      return of(n.v);
    }
    // Of others nobody chooses the hash.
    return key instanceof LuaDouble || key instanceof Float64
        ? of(Double.doubleToLongBits(key.todouble()))
        : of((long) key.hashCode());
  }

  static int of(int key) {
    return of((long) key);
  }

  private static int of(long key) {
    KeyHash hash = new KeyHash();
    hash.add(key);
    return hash.finish();
  }

  /** Long strings count as work: they are looked at each time. */
  static int of(LuaString key) {
    Poll.bytes(key.m_length);
    KeyHash hash = new KeyHash();
    int end = key.m_offset + key.m_length;
    int i = key.m_offset;
    for (; i + Long.BYTES <= end; i += Long.BYTES) {
      hash.add((long) WORDS.get(key.m_bytes, i));
    }
    long last = (long) key.m_length << 56;
    for (int shift = 0; i < end; i++, shift += Byte.SIZE) {
      last |= (key.m_bytes[i] & 0xffL) << shift;
    }
    hash.add(last);
    return hash.finish();
  }

  private void add(long word) {
    v3 ^= word;
    round();
    v0 ^= word;
  }

  private int finish() {
    v2 ^= 0xff;
    for (int i = 0; i < FINAL_ROUNDS; i++) {
      round();
    }
    long all = v0 ^ v1 ^ v2 ^ v3;
    return (int) (all ^ (all >>> 32));
  }

  private void round() {
    v0 += v1;
    v1 = Long.rotateLeft(v1, 13) ^ v0;
    v0 = Long.rotateLeft(v0, 32);
    v2 += v3;
    v3 = Long.rotateLeft(v3, 16) ^ v2;
    v0 += v3;
    v3 = Long.rotateLeft(v3, 21) ^ v0;
    v2 += v1;
    v1 = Long.rotateLeft(v1, 17) ^ v2;
    v2 = Long.rotateLeft(v2, 32);
  }
}
