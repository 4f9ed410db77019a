package org.moonwire.engine.compress;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.moonwire.engine.module.CallContext;
import org.moonwire.engine.module.FailureException;

/** How compressed data is wrapped. */
enum Format {
  /** RFC 1952. */
  GZIP {
    @Override
    byte[] encode(byte[] data, int level, CallContext context) {
      byte[] compressed = Deflation.compress(data, level, true, HEADER.length, TRAILER, context);
      System.arraycopy(HEADER, 0, compressed, 0, HEADER.length);
      ByteBuffer.wrap(compressed, compressed.length - TRAILER, TRAILER)
          .order(ByteOrder.LITTLE_ENDIAN)
          .putInt((int) crc(data, 0, data.length, context))
          .putInt(data.length);
      return compressed;
    }

    @Override
    byte[] decode(byte[] data, int maxSize, CallContext context) {
      try (Inflation inflation = new Inflation(data, true, maxSize, context)) {
        do {
          int start = inflation.size();
          inflation.skipTo(GzipHeader.end(data, inflation.position()));
          inflation.run();
          checkTrailer(data, inflation, start, context);
          inflation.skipTo(inflation.position() + TRAILER);
        } while (inflation.position() < data.length);
        return inflation.result();
      }
    }
  },

  /** RFC 1950. */
  ZLIB {
    @Override
    byte[] encode(byte[] data, int level, CallContext context) {
      return Deflation.compress(data, level, false, 0, 0, context);
    }

    @Override
    byte[] decode(byte[] data, int maxSize, CallContext context) {
      return single(data, false, maxSize, context);
    }
  },

  /** RFC 1951, without any wrapping. */
  DEFLATE {
    @Override
    byte[] encode(byte[] data, int level, CallContext context) {
      return Deflation.compress(data, level, true, 0, 0, context);
    }

    @Override
    byte[] decode(byte[] data, int maxSize, CallContext context) {
      return single(data, true, maxSize, context);
    }
  };

  /** No name, no time, unknown system. */
  private static final byte[] HEADER = {
    0x1F, (byte) 0x8B, Deflater.DEFLATED, 0, 0, 0, 0, 0, 0, (byte) 0xFF
  };

  private static final int TRAILER = 8;
  private static final int CHUNK = 1 << 16;

  abstract byte[] encode(byte[] data, int level, CallContext context);

  /** Decompresses all of {@code data}, to {@code maxSize} bytes at most. */
  abstract byte[] decode(byte[] data, int maxSize, CallContext context);

  String scriptName() {
    return name().toLowerCase(Locale.ROOT);
  }

  private static byte[] single(byte[] data, boolean raw, int maxSize, CallContext context) {
    try (Inflation inflation = new Inflation(data, raw, maxSize, context)) {
      inflation.run();
      if (inflation.position() < data.length) {
        throw FailureException.invalid("more data after the end of what was compressed");
      }
      return inflation.result();
    }
  }

  private static void checkTrailer(
      byte[] data, Inflation inflation, int start, CallContext context) {
    int at = inflation.position();
    if (data.length - at < TRAILER) {
      throw FailureException.invalid("the data ends too early");
    }
    ByteBuffer trailer = ByteBuffer.wrap(data, at, TRAILER).order(ByteOrder.LITTLE_ENDIAN);
    byte[] made = inflation.bytes();
    int length = inflation.size() - start;
    if (trailer.getInt() != (int) crc(made, start, length, context) || trailer.getInt() != length) {
      throw FailureException.invalid("the data is damaged: its checksum or length is wrong");
    }
  }

  private static long crc(byte[] data, int from, int length, CallContext context) {
    CRC32 crc = new CRC32();
    for (int done = 0; done < length; done += CHUNK) {
      context.work(CHUNK);
      crc.update(data, from + done, Math.min(CHUNK, length - done));
    }
    return crc.getValue();
  }

  /** Kept here so that the header is not changed by anybody. */
  static boolean isGzip(byte[] data, int at) {
    return data.length - at >= HEADER.length && Arrays.equals(data, at, at + 3, HEADER, 0, 3);
  }
}
