package org.moonwire.engine.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.moonwire.engine.core.Float64;
import org.moonwire.engine.core.NumberModel;
import org.moonwire.engine.core.Ops;
import org.moonwire.engine.core.Poll;
import org.moonwire.engine.core.Table;

/** Reads one JSON text as Lua value (engine/manual/json.md). */
public final class JsonReader {
  /** Bytes that the memory quota counts for each table, besides its content. */
  private static final long TABLE = 72;

  /** Texts from this length on are read in pieces. */
  private static final int LONG = 1 << 16;

  private static final long BYTES_PER_ITEM = 32;
  private static final long BYTES_PER_VALUE = 48;

  /** Strings up to this many characters are copied in one go; longer ones piece by piece. */
  private static final int SHORT_STRING = 4_000;

  /** An integer of more digits may not fit 64 bits. */
  private static final int SAFE_DIGITS = 18;

  /** Integers below are exact as doubles. */
  private static final long EXACT = 1L << 53;

  /** What an error message may quote. */
  private static final int QUOTED = 64;

  private static final KeyCache KEYS = new KeyCache();
  private static final JsonFactory FACTORY = factory();
  private static final Pattern HINTS =
      Pattern.compile(
          ": enable `[^`]*` to allow|; to enable.*| ?\\(start marker at .*\\)$", Pattern.DOTALL);

  private final JsonParser parser;
  private final byte[] bytes;
  private final int start;
  private final int end;
  private final LargeIntegers integers;

  /** Null until needed. */
  private Utf8Writer longText;

  /** Elements, or keys and values, of the containers that are open. */
  private LuaValue[] pending = new LuaValue[16];

  private int top;
  private int depth;
  private int steps;

  /** The numbers of the script that reads. */
  private final NumberModel numbers = Ops.numbers();

  /** JSON of level 5.2 has no -0. */
  private final boolean keepsSignOfZero = numbers.of(0.0) instanceof Float64;

  private JsonReader(JsonParser parser, byte[] bytes, int start, int end, LargeIntegers integers) {
    this.integers = integers;
    this.parser = parser;
    this.bytes = bytes;
    this.start = start;
    this.end = end;
  }

  /**
   * Jackson's own limits are out of the way, as the text is in memory already and a message may
   * have 128 MiB: its defaults refuse strings from 20 (in later versions 100) million characters,
   * names from 50,000, numbers from 1,000 on. Depth is ours.
   */
  private static JsonFactory factory() {
    return JsonFactory.builder()
        .recyclerPool(new Recyclers())
        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
        // Names whose hashes are alike cost time, which is polled; they are no error.
        .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(JsonWriter.MAX_DEPTH + 2)
                .maxStringLength(Integer.MAX_VALUE)
                .maxNameLength(Integer.MAX_VALUE)
                .maxNumberLength(Integer.MAX_VALUE)
                .build())
        .build();
  }

  /**
   * Reads the one value that {@code text} is.
   *
   * @throws JsonException if the text is no JSON, is nested more than 128 deep, or goes on after
   *     the value
   */
  public static LuaValue read(LuaString text) throws JsonException {
    return read(text, LargeIntegers.DOUBLES);
  }

  /**
   * As {@link #read(LuaString)}; {@code integers} says what those become that are beyond 2^53.
   *
   * @throws JsonException likewise
   */
  public static LuaValue read(LuaString text, LargeIntegers integers) throws JsonException {
    byte[] bytes = text.m_bytes;
    int start = text.m_offset;
    int end = start + text.m_length;
    if (JsonUtf8.firstInvalid(bytes, start, end) < end) {
      bytes = JsonUtf8.repaired(bytes, start, end);
      start = 0;
      end = bytes.length;
    }
    refuseWideEncodings(bytes, start, end);
    Poll.work(end - start);
    try (JsonParser parser = parser(bytes, start, end - start)) {
      return new JsonReader(parser, bytes, start, end, integers).document();
    } catch (JsonProcessingException malformed) {
      throw malformed(malformed.getLocation(), malformed.getOriginalMessage());
    } catch (IOException impossible) {
      throw new JsonException("invalid JSON: " + impossible.getMessage());
    }
  }

  /** Jackson would take a zero among the first bytes for UTF-16 or UTF-32. */
  private static void refuseWideEncodings(byte[] bytes, int start, int end) throws JsonException {
    for (int i = start; i < Math.min(end, start + 4); i++) {
      if (bytes[i] == 0) {
        throw new JsonException(
            "invalid JSON at line 1, column " + (i - start + 1) + ": zero byte");
      }
    }
  }

  private LuaValue document() throws IOException, JsonException {
    JsonToken token = parser.nextToken();
    if (token == null) {
      throw malformed(parser.currentLocation(), "unexpected end of input");
    }
    LuaValue value = value(token);
    if (parser.nextToken() != null) {
      throw malformed(parser.currentTokenLocation(), "text after the value");
    }
    return value;
  }

  private static JsonParser parser(byte[] bytes, int start, int length) throws IOException {
    return length < LONG
        ? FACTORY.createParser(bytes, start, length)
        : FACTORY.createParser(new PolledInput(bytes, start, length));
  }

  private LuaValue value(JsonToken token) throws IOException, JsonException {
    poll();
    return switch (token) {
      case VALUE_NULL -> LuaValue.NIL;
      case VALUE_TRUE -> LuaValue.TRUE;
      case VALUE_FALSE -> LuaValue.FALSE;
      case VALUE_STRING -> string();
      case VALUE_NUMBER_INT -> integer();
      case VALUE_NUMBER_FLOAT -> decimal();
      case START_ARRAY -> array();
      case START_OBJECT -> object();
      default -> throw malformed(parser.currentTokenLocation(), "unexpected end of input");
    };
  }

  private void poll() {
    if ((++steps & 0xFF) == 0) {
      Poll.check();
    }
  }

  private LuaValue integer() throws IOException, JsonException {
    if (parser.getTextLength() <= SAFE_DIGITS) {
      long n = parser.getLongValue();
      if (n == (int) n) {
        return LuaValue.valueOf((int) n);
      }
      return numbers.holds(n) ? numbers.of(n) : integers.of(parser.getText());
    }
    boolean isLong = parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
    return isLong && numbers.holds(parser.getLongValue())
        ? numbers.of(parser.getLongValue())
        : integers.of(parser.getText());
  }

  private LuaValue decimal(double d) {
    return numbers.of(d == 0 && !keepsSignOfZero ? 0.0 : d);
  }

  /** Few digits without an exponent: a quotient of two exact doubles is rounded only once. */
  private LuaValue decimal() throws IOException {
    int length = parser.getTextLength();
    if (length > SAFE_DIGITS - 1) {
      return decimal(Double.parseDouble(parser.getText()));
    }
    char[] chars = parser.getTextCharacters();
    int from = parser.getTextOffset();
    long digits = 0;
    double power = 0;
    for (int i = from; i < from + length; i++) {
      int c = chars[i];
      if (c >= '0' && c <= '9') {
        digits = digits * 10 + (c - '0');
        power *= 10;
      } else if (c == '.') {
        power = 1;
      } else if (c != '-' || i > from) {
        return decimal(Double.parseDouble(parser.getText()));
      }
    }
    if (digits == 0 || digits >= EXACT) {
      return decimal(Double.parseDouble(parser.getText()));
    }
    return decimal((chars[from] == '-' ? -digits : digits) / power);
  }

  private LuaString string() throws IOException {
    LuaString same = unescaped();
    if (same != null) {
      return same;
    }
    int length = parser.getTextLength();
    if (length <= SHORT_STRING) {
      return encode(parser.getTextCharacters(), parser.getTextOffset(), length);
    }
    parser.getText(longText());
    return LuaString.valueUsing(longText().take());
  }

  /**
   * A string without escapes, taken from the text as it is: the parser, which has just seen the
   * quote, then need not decode it. Null if it is another one.
   */
  private LuaString unescaped() {
    long offset = start + parser.currentLocation().getByteOffset();
    if (offset <= start || offset >= end || bytes[(int) offset - 1] != '"') {
      return null;
    }
    int from = (int) offset;
    int to = from;
    do {
      to = JsonBytes.plainEnd(bytes, to, end);
      while (to < end && bytes[to] < 0) {
        to++;
      }
    } while (to < end && JsonBytes.isPlain(bytes[to]));
    if (to == end || bytes[to] != '"') {
      return null;
    }
    if (to - from > SHORT_STRING) {
      Poll.checkStringLength(to - from);
    }
    return LuaString.valueUsing(Arrays.copyOfRange(bytes, from, to));
  }

  private Utf8Writer longText() {
    if (longText == null) {
      longText = new Utf8Writer();
    }
    return longText;
  }

  private LuaString encode(char[] chars, int first, int length) {
    byte[] ascii = new byte[length];
    for (int i = 0; i < length; i++) {
      char c = chars[first + i];
      if (c >= 0x80) {
        longText().write(chars, first, length);
        return LuaString.valueUsing(longText().take());
      }
      ascii[i] = (byte) c;
    }
    return LuaString.valueUsing(ascii);
  }

  private LuaValue array() throws IOException, JsonException {
    enter();
    int base = top;
    boolean nulls = false;
    for (JsonToken t = parser.nextToken(); t != JsonToken.END_ARRAY; t = parser.nextToken()) {
      nulls |= t == JsonToken.VALUE_NULL;
      push(value(t));
    }
    int count = top - base;
    Poll.charge(TABLE + BYTES_PER_ITEM * count);
    LuaTable table =
        nulls ? new DecodedArray(pending, base, count) : Table.ofItems(pending, base, count);
    leave(base);
    return table;
  }

  private LuaValue object() throws IOException, JsonException {
    enter();
    int base = top;
    boolean empty = true;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      push(key(parser.currentName()));
      LuaValue value = value(parser.nextToken());
      push(value);
      empty &= value.isnil();
    }
    Poll.charge(TABLE + BYTES_PER_VALUE * (top - base));
    LuaTable table = empty ? new DecodedObject() : new Table(0, (top - base) / 2);
    for (int i = base; i < top; i += 2) {
      // LuaJ looks at 32 bytes of a long key only, so that a hostile text can make all keys
      // collide.
      poll();
      table.rawset(pending[i], pending[i + 1]);
    }
    leave(base);
    return table;
  }

  private LuaString key(String name) {
    LuaString known = KEYS.find(name);
    if (known != null) {
      return known;
    }
    char[] chars = name.toCharArray();
    LuaString key = encode(chars, 0, chars.length);
    KEYS.keep(name, key);
    return key;
  }

  private void enter() throws JsonException {
    if (++depth > JsonWriter.MAX_DEPTH) {
      throw new JsonException("json: maximum nesting depth exceeded");
    }
  }

  private void leave(int base) {
    Arrays.fill(pending, base, top, null);
    top = base;
    depth--;
  }

  private void push(LuaValue value) {
    if (top == pending.length) {
      Poll.charge(BYTES_PER_VALUE * top);
      pending = Arrays.copyOf(pending, Growth.capacity(top, top + 1L));
    }
    pending[top++] = value;
  }

  private static JsonException malformed(JsonLocation at, String why) {
    String cause = HINTS.matcher(why).replaceAll("");
    cause = cause.substring(0, 1).toLowerCase(Locale.ROOT) + cause.substring(1);
    if (cause.length() > QUOTED * 4) {
      cause = cause.substring(0, QUOTED * 4) + "...";
    }
    String place = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
    return new JsonException("invalid JSON" + place + ": " + cause);
  }
}
