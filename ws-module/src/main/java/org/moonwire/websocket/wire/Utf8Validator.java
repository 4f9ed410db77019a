package org.moonwire.websocket.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Checks that bytes, given in pieces, are UTF-8 (RFC 3629). Not thread-safe. */
public final class Utf8Validator {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final long NOT_ASCII = 0x8080808080808080L;

  /** Continuation bytes still to come. */
  private int missing;

  /** Bytes of the character that began last. */
  private int size;

  /** The bounds of the next continuation byte. */
  private int low = 0x80;

  private int high = 0xbf;

  /** Returns true if {@code bytes} is UTF-8 from its first byte to its last. */
  public static boolean isValid(byte[] bytes) {
    Utf8Validator check = new Utf8Validator();
    return check.accept(bytes, 0, bytes.length) && check.isComplete();
  }

  /** Takes the next piece; false if the text cannot be UTF-8 any more, whatever follows. */
  public boolean accept(byte[] bytes, int from, int to) {
    int i = from;
    while (i < to) {
      if (missing == 0) {
        i = skipAscii(bytes, i, to);
        if (i == to) {
          return true;
        }
      }
      int b = bytes[i++] & 0xff;
      if (missing > 0) {
        if (b < low || b > high) {
          return false;
        }
        missing--;
        low = 0x80;
        high = 0xbf;
      } else if (!lead(b)) {
        return false;
      }
    }
    return true;
  }

  private static int skipAscii(byte[] bytes, int from, int to) {
    int i = from;
    while (i <= to - 8 && ((long) LONGS.get(bytes, i) & NOT_ASCII) == 0) {
      i += 8;
    }
    while (i < to && bytes[i] >= 0) {
      i++;
    }
    return i;
  }

  /** Begins anew. */
  void reset() {
    missing = 0;
    low = 0x80;
    high = 0xbf;
  }

  /** Returns true if no character is cut off at the end. */
  public boolean isComplete() {
    return missing == 0;
  }

  /** How many bytes at the end are those of a character that is cut off; 0 to 3. */
  int unfinished() {
    return missing == 0 ? 0 : size - missing;
  }

  /** The same state, to go on with apart from this one. */
  public Utf8Validator copy() {
    Utf8Validator copy = new Utf8Validator();
    copy.missing = missing;
    copy.size = size;
    copy.low = low;
    copy.high = high;
    return copy;
  }

  private boolean lead(int b) {
    if (b >= 0xc2 && b <= 0xdf) {
      missing = 1;
    } else if (b >= 0xe0 && b <= 0xef) {
      missing = 2;
      low = b == 0xe0 ? 0xa0 : 0x80;
      high = b == 0xed ? 0x9f : 0xbf;
    } else if (b >= 0xf0 && b <= 0xf4) {
      missing = 3;
      low = b == 0xf0 ? 0x90 : 0x80;
      high = b == 0xf4 ? 0x8f : 0xbf;
    } else {
      return false;
    }
    size = missing + 1;
    return true;
  }
}
