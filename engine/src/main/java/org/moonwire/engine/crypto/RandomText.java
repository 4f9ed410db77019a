package org.moonwire.engine.crypto;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import org.moonwire.engine.module.Arguments;

/** Random bytes and texts from the JDK's secure generator. */
final class RandomText {
  static final int MAX_LENGTH = 1 << 20;
  private static final int CHUNK = 4096;
  private static final int WORK_PER_BYTE = 8;
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final byte[] LETTERS_AND_DIGITS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
          .getBytes(StandardCharsets.US_ASCII);

  private RandomText() {}

  /** {@code bytes(n)}. */
  static byte[] bytes(Arguments args) {
    byte[] bytes = new byte[(int) args.whole(1, 1, MAX_LENGTH)];
    args.context().allocate((long) bytes.length * WORK_PER_BYTE);
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  /** {@code string(n [, charset])}: every character with the same chance. */
  static byte[] string(Arguments args) {
    int length = (int) args.whole(1, 1, MAX_LENGTH);
    byte[] charset = args.isNil(2) ? LETTERS_AND_DIGITS : args.bytes(2);
    if (charset.length < 1 || charset.length > 256) {
      throw args.error(2, "1 to 256 characters expected, got " + charset.length);
    }
    args.context().allocate(length);
    // Bytes beyond the last whole multiple would favour the first characters.
    int fair = 256 - 256 % charset.length;
    byte[] text = new byte[length];
    byte[] drawn = new byte[CHUNK];
    for (int done = 0; done < length; ) {
      args.context().work((long) CHUNK * WORK_PER_BYTE);
      RANDOM.nextBytes(drawn);
      for (int i = 0; i < CHUNK && done < length; i++) {
        int value = drawn[i] & 0xFF;
        if (value < fair) {
          text[done++] = charset[value % charset.length];
        }
      }
    }
    return text;
  }
}
