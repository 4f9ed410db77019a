package org.moonwire.engine.struct;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.moonwire.engine.module.Arguments;
import org.moonwire.engine.module.LuaException;

/** Writes values one after the other. */
final class Packer {
  private static final BigInteger MIN_LONG = BigInteger.valueOf(Long.MIN_VALUE);

  private final Arguments args;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private int argument = 1;

  /** For the arguments from the second one on. */
  Packer(Arguments args) {
    this.args = args;
  }

  byte[] pack(FormatReader format) {
    while (format.hasNext()) {
      Item item = format.next(out.size());
      args.context().work(1);
      for (int i = 0; i < item.padding(); i++) {
        out.write(0);
      }
      write(item);
    }
    return out.toByteArray();
  }

  private void write(Item item) {
    switch (item.kind()) {
      case SIGNED, UNSIGNED -> integer(item);
      case FLOAT -> {
        int bits = Float.floatToRawIntBits((float) args.number(++argument));
        bytes(bits, item.size(), item.littleEndian(), 0);
      }
      case DOUBLE -> {
        long bits = Double.doubleToRawLongBits(args.number(++argument));
        bytes(bits, item.size(), item.littleEndian(), 0);
      }
      case CHARS -> chars(item);
      case STRING -> string(item);
      case ZERO_STRING -> zeroString();
      case PADDING -> out.write(0);
      case NOTHING -> {}
    }
  }

  private void integer(Item item) {
    boolean signed = item.kind() == Item.Kind.SIGNED;
    BigInteger value = integer(++argument);
    boolean small = item.size() < Long.BYTES;
    int bits = Math.min(item.size(), Long.BYTES) * Byte.SIZE;
    BigInteger limit = BigInteger.ONE.shiftLeft(signed ? bits - 1 : bits);
    BigInteger least = signed ? limit.negate() : small ? BigInteger.ZERO : MIN_LONG;
    if (value.compareTo(limit) >= 0 || value.compareTo(least) < 0) {
      throw args.error(argument, signed ? "integer overflow" : "unsigned overflow");
    }
    boolean negative = value.signum() < 0;
    // As PUC Lua, which has 64 bits: an unsigned value does not extend its sign.
    bytes(value.longValue(), item.size(), item.littleEndian(), signed && negative ? 0xFF : 0);
  }

  /** A whole number, as number or as decimal text: numbers are exact up to 2^53 only. */
  private BigInteger integer(int i) {
    Object given = args.get(i);
    if (given instanceof Long n) {
      return BigInteger.valueOf(n);
    }
    if (given instanceof String text && text.matches("-?[0-9]{1,20}")) {
      return new BigInteger(text);
    }
    double number = args.number(i);
    if (number != Math.rint(number) || Math.abs(number) > 0x1p64) {
      throw args.error(i, "number has no integer representation");
    }
    return new BigDecimal(number).toBigInteger();
  }

  private void bytes(long value, int size, boolean littleEndian, int fill) {
    for (int i = 0; i < size; i++) {
      int index = littleEndian ? i : size - 1 - i;
      out.write(index < Long.BYTES ? (int) (value >>> (index * Byte.SIZE)) : fill);
    }
  }

  private void chars(Item item) {
    byte[] text = args.bytes(++argument);
    if (text.length > item.size()) {
      throw args.error(argument, "string longer than given size");
    }
    args.context().allocate(item.size());
    out.writeBytes(text);
    out.writeBytes(new byte[item.size() - text.length]);
  }

  private void string(Item item) {
    byte[] text = args.bytes(++argument);
    if (item.size() < Integer.BYTES && text.length >= 1 << (item.size() * Byte.SIZE)) {
      throw args.error(argument, "string length does not fit in given size");
    }
    bytes(text.length, item.size(), item.littleEndian(), 0);
    add(text);
  }

  private void zeroString() {
    byte[] text = args.bytes(++argument);
    for (byte b : text) {
      if (b == 0) {
        throw args.error(argument, "string contains zeros");
      }
    }
    add(text);
    out.write(0);
  }

  private void add(byte[] text) {
    args.context().allocate(text.length);
    if ((long) out.size() + text.length > args.context().maxString()) {
      throw new LuaException("not enough memory");
    }
    out.writeBytes(text);
  }
}
