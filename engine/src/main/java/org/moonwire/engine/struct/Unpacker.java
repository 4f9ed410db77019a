package org.moonwire.engine.struct;

import java.nio.ByteBuffer;
import java.util.List;
import org.moonwire.engine.module.Arguments;
import org.moonwire.engine.module.LuaException;

/** Reads values one after the other. */
final class Unpacker {
  private static final long EXACT = 1L << 53;

  private final Arguments args;
  private final boolean hasLongs;
  private final ByteBuffer data;
  private final int length;
  private int position;

  /**
   * For the data in the second argument, from the position in the third one on; {@code hasLongs} if
   * scripts have integers of 64 bits.
   */
  Unpacker(Arguments args, boolean hasLongs) {
    this.args = args;
    this.hasLongs = hasLongs;
    this.data = args.buffer(2);
    this.length = data.limit();
    double at = args.isNil(3) ? 1 : args.number(3);
    if (at != Math.rint(at)) {
      throw args.error(3, "number has no integer representation");
    }
    double start = at > 0 ? at : at == 0 || -at > length ? 1 : length + at + 1;
    if (start - 1 > length) {
      throw args.error(3, "initial position out of string");
    }
    this.position = (int) start - 1;
  }

  /** How many bytes come before the next value. */
  int position() {
    return position;
  }

  void read(Item item, List<Object> values) {
    require((long) item.padding() + item.size());
    position += item.padding();
    switch (item.kind()) {
      case SIGNED, UNSIGNED -> values.add(value(integer(item), item));
      case FLOAT -> values.add((double) Float.intBitsToFloat((int) integer(item)));
      case DOUBLE -> values.add(Double.longBitsToDouble(integer(item)));
      case CHARS -> values.add(text(item.size()));
      case STRING -> values.add(string(item));
      case ZERO_STRING -> values.add(zeroString());
      case PADDING -> position++;
      case NOTHING -> {}
    }
  }

  private void require(long bytes) {
    if (bytes > length - position) {
      throw args.error(2, "data string too short");
    }
  }

  private long integer(Item item) {
    long value = 0;
    int size = item.size();
    for (int i = size - 1; i >= 0; i--) {
      int b = data.get(position + (item.littleEndian() ? i : size - 1 - i)) & 0xFF;
      if (i < Long.BYTES) {
        value = value << Byte.SIZE | b;
      }
    }
    boolean signed = item.kind() == Item.Kind.SIGNED;
    if (size < Long.BYTES && signed) {
      int unused = (Long.BYTES - size) * Byte.SIZE;
      value = value << unused >> unused;
    }
    checkRest(item, signed && value < 0 ? 0xFF : 0);
    position += size;
    return value;
  }

  /** Bytes beyond the eighth must say nothing new. */
  private void checkRest(Item item, int fill) {
    int size = item.size();
    for (int i = Long.BYTES; i < size; i++) {
      if ((data.get(position + (item.littleEndian() ? i : size - 1 - i)) & 0xFF) != fill) {
        throw new LuaException(size + "-byte integer does not fit into Lua Integer");
      }
    }
  }

  /** A number where that is exact, else decimal text. With 64 bits the unsigned ones wrap. */
  private Object value(long value, Item item) {
    if (hasLongs) {
      return value;
    }
    if (item.kind() == Item.Kind.UNSIGNED) {
      return value >= 0 && value <= EXACT ? (Object) value : Long.toUnsignedString(value);
    }
    return value >= -EXACT && value <= EXACT ? (Object) value : Long.toString(value);
  }

  private byte[] text(int size) {
    require(size);
    args.context().allocate(size);
    byte[] text = new byte[size];
    data.get(position, text);
    position += size;
    return text;
  }

  private byte[] string(Item item) {
    long size = integer(item);
    if (size < 0 || size > length - position) {
      throw args.error(2, "data string too short");
    }
    return text((int) size);
  }

  private byte[] zeroString() {
    int end = position;
    while (end < length && data.get(end) != 0) {
      if ((end & 0xFFFF) == 0) {
        args.context().work(0x1_0000);
      }
      end++;
    }
    if (end == length) {
      throw args.error(2, "unfinished string for format 'z'");
    }
    byte[] text = text(end - position);
    position++;
    return text;
  }
}
