package org.moonwire.engine.struct;

import org.moonwire.engine.module.Arguments;
import org.moonwire.engine.module.LuaException;

/**
 * Reads a format element by element, with the sizes of C on a 64-bit machine; little-endian and
 * unaligned unless the format says otherwise. Messages are those of PUC Lua 5.4.
 */
final class FormatReader {
  private static final int MAX_INTEGER = 16;
  private static final int NATIVE_ALIGNMENT = 8;
  private static final int MAX_SIZE = Integer.MAX_VALUE;
  private static final int NONE = -1;

  private final byte[] format;
  private final Arguments args;
  private int at;
  private boolean littleEndian = true;
  private int maxAlignment = 1;

  FormatReader(byte[] format, Arguments args) {
    this.format = format;
    this.args = args;
  }

  boolean hasNext() {
    return at < format.length;
  }

  /** The next element, which {@code offset} bytes come before. */
  Item next(long offset) {
    char option = (char) (format[at++] & 0xFF);
    if (option != 'X') {
      Item item = item(option);
      return new Item(
          item.kind(), item.size(), padding(alignment(item), offset), item.littleEndian());
    }
    if (!hasNext()) {
      throw args.error(1, "invalid next option for option 'X'");
    }
    Item like = item((char) (format[at++] & 0xFF));
    if (like.kind() == Item.Kind.CHARS || alignment(like) == 0) {
      throw args.error(1, "invalid next option for option 'X'");
    }
    return new Item(Item.Kind.NOTHING, 0, padding(alignment(like), offset), littleEndian);
  }

  private Item item(char option) {
    return switch (option) {
      case 'b' -> of(Item.Kind.SIGNED, 1);
      case 'B' -> of(Item.Kind.UNSIGNED, 1);
      case 'h' -> of(Item.Kind.SIGNED, 2);
      case 'H' -> of(Item.Kind.UNSIGNED, 2);
      case 'i' -> of(Item.Kind.SIGNED, integerSize(4));
      case 'I' -> of(Item.Kind.UNSIGNED, integerSize(4));
      case 'l', 'j' -> of(Item.Kind.SIGNED, 8);
      case 'L', 'J', 'T' -> of(Item.Kind.UNSIGNED, 8);
      case 'f' -> of(Item.Kind.FLOAT, 4);
      case 'd', 'n' -> of(Item.Kind.DOUBLE, 8);
      case 's' -> of(Item.Kind.STRING, integerSize(8));
      case 'c' -> of(Item.Kind.CHARS, charsSize());
      case 'z' -> of(Item.Kind.ZERO_STRING, 0);
      case 'x' -> of(Item.Kind.PADDING, 1);
      default -> setting(option);
    };
  }

  private Item setting(char option) {
    switch (option) {
      case ' ' -> {}
      case '<', '=' -> littleEndian = true;
      case '>' -> littleEndian = false;
      case 'X' -> throw args.error(1, "invalid next option for option 'X'");
      case '!' -> maxAlignment = integerSize(NATIVE_ALIGNMENT);
      default -> throw new LuaException("invalid format option '" + option + "'");
    }
    return of(Item.Kind.NOTHING, 0);
  }

  private Item of(Item.Kind kind, int size) {
    return new Item(kind, size, 0, littleEndian);
  }

  private int charsSize() {
    int size = number(NONE);
    if (size == NONE) {
      throw new LuaException("missing size for format option 'c'");
    }
    return size;
  }

  private int integerSize(int fallback) {
    int size = number(fallback);
    if (size < 1 || size > MAX_INTEGER) {
      throw new LuaException("integral size (" + size + ") out of limits [1," + MAX_INTEGER + "]");
    }
    return size;
  }

  private int number(int fallback) {
    if (!hasNext() || !isDigit()) {
      return fallback;
    }
    int n = 0;
    do {
      n = n * 10 + (format[at++] - '0');
    } while (hasNext() && isDigit() && n <= (MAX_SIZE - 9) / 10);
    return n;
  }

  private boolean isDigit() {
    return format[at] >= '0' && format[at] <= '9';
  }

  /** What an element is aligned to, 0 or 1 for not at all. */
  private static int alignment(Item item) {
    return switch (item.kind()) {
      case SIGNED, UNSIGNED, FLOAT, DOUBLE, STRING -> item.size();
      case PADDING -> 1;
      default -> 0;
    };
  }

  private int padding(int alignment, long offset) {
    int wanted = Math.min(alignment, maxAlignment);
    if (wanted <= 1) {
      return 0;
    }
    if ((wanted & (wanted - 1)) != 0) {
      throw args.error(1, "format asks for alignment not power of 2");
    }
    return (int) (-offset & (wanted - 1));
  }
}
