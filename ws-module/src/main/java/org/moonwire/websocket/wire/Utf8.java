package org.moonwire.websocket.wire;

/** Checks that bytes, given in pieces, are UTF-8 (RFC 3629). Not thread-safe. */
public final class Utf8 {
  /** Continuation bytes still to come. */
  private int missing;

  /** The bounds of the next continuation byte. */
  private int low = 0x80;

  private int high = 0xbf;

  /** Returns true if {@code bytes} is UTF-8 from its first byte to its last. */
  public static boolean isValid(byte[] bytes) {
    Utf8 check = new Utf8();
    return check.accept(bytes, 0, bytes.length) && check.isComplete();
  }

  /** Takes the next piece; false if the text cannot be UTF-8 any more, whatever follows. */
  public boolean accept(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      int b = bytes[i] & 0xff;
      if (missing > 0) {
        if (b < low || b > high) {
          return false;
        }
        missing--;
        low = 0x80;
        high = 0xbf;
      } else if (b >= 0x80 && !lead(b)) {
        return false;
      }
    }
    return true;
  }

  /** Returns true if no character is cut off at the end. */
  public boolean isComplete() {
    return missing == 0;
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
    return true;
  }
}
