package org.moonwire.engine.compress;

import org.moonwire.engine.module.FailureException;

/** The header of a member of a gzip file (RFC 1952, section 2.3). */
final class GzipHeader {
  private static final int LENGTH = 10;
  private static final int FLAGS = 3;
  private static final int HAS_CRC = 2;
  private static final int HAS_EXTRA = 4;
  private static final int HAS_NAME = 8;
  private static final int HAS_COMMENT = 16;
  private static final int RESERVED = 0xE0;

  private GzipHeader() {}

  /** Where the header that begins at {@code start} ends. */
  static int end(byte[] data, int start) {
    if (!Format.isGzip(data, start)) {
      throw FailureException.invalid(
          start == 0 ? "the data is no gzip" : "more data after the end of what was compressed");
    }
    int flags = data[start + FLAGS];
    if ((flags & RESERVED) != 0) {
      throw FailureException.invalid("a gzip header with reserved flags");
    }
    int at = start + LENGTH;
    if ((flags & HAS_EXTRA) != 0) {
      require(data, at + 2);
      at += 2 + (data[at] & 0xFF) + ((data[at + 1] & 0xFF) << Byte.SIZE);
    }
    if ((flags & HAS_NAME) != 0) {
      at = afterZero(data, at);
    }
    if ((flags & HAS_COMMENT) != 0) {
      at = afterZero(data, at);
    }
    if ((flags & HAS_CRC) != 0) {
      at += 2;
    }
    require(data, at);
    return at;
  }

  private static int afterZero(byte[] data, int start) {
    int at = start;
    while (at < data.length && data[at] != 0) {
      at++;
    }
    require(data, at + 1);
    return at + 1;
  }

  private static void require(byte[] data, int end) {
    if (end > data.length) {
      throw FailureException.invalid("the data ends too early");
    }
  }
}
