package org.moonwire.engine.url;

import java.io.ByteArrayOutputStream;
import org.moonwire.engine.module.CallContext;
import org.moonwire.engine.module.FailureException;

/** Bytes as {@code %XX} (RFC 3986, section 2). */
final class PercentCode {
  /** What stands for itself everywhere (section 2.3), besides letters and digits. */
  static final String UNRESERVED = "-._~";

  /** What stands for itself in a path as well (section 3.3). */
  static final String PATH = UNRESERVED + "!$&'()*+,;=:@/";

  /** What stands for itself in a query or fragment (sections 3.4 and 3.5). */
  static final String QUERY = PATH + "?";

  private static final char[] HEX = "0123456789ABCDEF".toCharArray();
  private static final int STEPS_PER_POLL = 1 << 14;

  private PercentCode() {}

  /** Encodes all but letters, digits and the characters in {@code plain}. */
  static byte[] encode(byte[] data, String plain, CallContext context) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(data.length + 16);
    for (int i = 0; i < data.length; i++) {
      poll(i, context);
      put(out, data[i] & 0xFF, plain);
    }
    return out.toByteArray();
  }

  /** As {@link #encode}, but leaves what is encoded already. */
  static byte[] complete(byte[] data, String plain, CallContext context) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(data.length + 16);
    for (int i = 0; i < data.length; i++) {
      poll(i, context);
      if (data[i] == '%' && value(data, i) >= 0) {
        out.write('%');
      } else {
        put(out, data[i] & 0xFF, plain);
      }
    }
    return out.toByteArray();
  }

  private static void put(ByteArrayOutputStream out, int b, String plain) {
    if (isPlain(b, plain)) {
      out.write(b);
    } else {
      out.write('%');
      out.write(HEX[b >> 4]);
      out.write(HEX[b & 0xF]);
    }
  }

  private static boolean isPlain(int b, String plain) {
    return (b >= 'A' && b <= 'Z')
        || (b >= 'a' && b <= 'z')
        || (b >= '0' && b <= '9')
        || plain.indexOf(b) >= 0;
  }

  /**
   * Decodes; all but {@code %XX} stands for itself.
   *
   * @throws FailureException if a {@code %} has no two hex digits behind it
   */
  static byte[] decode(byte[] text, CallContext context) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(text.length);
    int steps = 0;
    for (int i = 0; i < text.length; i++) {
      poll(steps++, context);
      if (text[i] != '%') {
        out.write(text[i]);
        continue;
      }
      int value = value(text, i);
      if (value < 0) {
        throw FailureException.invalid("`%` without two hex digits at position " + (i + 1));
      }
      out.write(value);
      i += 2;
    }
    return out.toByteArray();
  }

  /** What the three characters from {@code i} on mean; -1 if nothing. */
  private static int value(byte[] text, int i) {
    if (i + 2 >= text.length) {
      return -1;
    }
    int high = Character.digit(text[i + 1], 16);
    int low = Character.digit(text[i + 2], 16);
    return high < 0 || low < 0 ? -1 : high << 4 | low;
  }

  private static void poll(int i, CallContext context) {
    if (i % STEPS_PER_POLL == 0) {
      context.work(4L * STEPS_PER_POLL);
      context.allocate(STEPS_PER_POLL);
    }
  }
}
