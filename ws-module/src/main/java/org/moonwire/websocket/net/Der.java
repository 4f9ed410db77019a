package org.moonwire.websocket.net;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The few parts of DER (ITU-T X.690) that private keys need: elements with a tag of one byte and a
 * definite length.
 */
final class Der {
  static final int INTEGER = 0x02;
  static final int OCTETS = 0x04;
  static final int OBJECT_ID = 0x06;
  static final int SEQUENCE = 0x30;
  static final int CONTEXT_0 = 0xa0;

  private final ByteBuffer in;

  Der(byte[] bytes) {
    this(ByteBuffer.wrap(bytes));
  }

  private Der(ByteBuffer in) {
    this.in = in;
  }

  boolean hasMore() {
    return in.hasRemaining();
  }

  /** The tag of the next element; -1 at the end. */
  int tag() {
    return in.hasRemaining() ? in.get(in.position()) & 0xff : -1;
  }

  /** Enters the next element. */
  Der enter(int tag) throws IOException {
    return new Der(ByteBuffer.wrap(content(tag)));
  }

  /** Takes the content of the next element, which must have that tag. */
  byte[] content(int tag) throws IOException {
    if (tag() != tag) {
      throw new IOException("element " + tag() + " where " + tag + " is expected");
    }
    in.get();
    byte[] content = new byte[length()];
    in.get(content);
    return content;
  }

  /** Takes the next element as a whole. */
  byte[] whole() throws IOException {
    int start = in.position();
    content(tag());
    byte[] all = new byte[in.position() - start];
    in.get(start, all);
    return all;
  }

  /** Takes a whole number that is not negative; saturated. */
  long number() throws IOException {
    long value = 0;
    for (byte b : content(INTEGER)) {
      value = value > Integer.MAX_VALUE ? value : value << 8 | (b & 0xff);
    }
    return value;
  }

  private int length() throws IOException {
    int first = next();
    int length = first;
    if (first > 0x7f) {
      length = 0;
      for (int i = first & 0x7f; i > 0; i--) {
        length = length << 8 | next();
        if (length > in.capacity() || length < 0) {
          break;
        }
      }
    }
    if (length < 0 || length > in.remaining()) {
      throw new IOException("it is cut off");
    }
    return length;
  }

  private int next() throws IOException {
    if (!in.hasRemaining()) {
      throw new IOException("it is cut off");
    }
    return in.get() & 0xff;
  }

  /** Makes an element of those parts. */
  static byte[] of(int tag, byte[]... parts) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(tag);
    int length = content.size();
    if (length > 0xffff) {
      throw new IllegalArgumentException("`" + length + "` bytes are no key");
    } else if (length > 0xff) {
      all.write(0x82);
      all.write(length >> 8);
    } else if (length > 0x7f) {
      all.write(0x81);
    }
    all.write(length);
    all.writeBytes(content.toByteArray());
    return all.toByteArray();
  }
}
