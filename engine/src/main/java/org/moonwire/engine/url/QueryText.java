package org.moonwire.engine.url;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.moonwire.engine.core.NumberModel;
import org.moonwire.engine.core.Ops;
import org.moonwire.engine.module.CallContext;
import org.moonwire.engine.module.FailureException;
import org.moonwire.engine.module.NewTable;

/** Names and values as {@code a=1&b=2}. */
final class QueryText {
  /** What a pair takes in a table, besides its bytes. */
  private static final int PAIR = 200;

  private QueryText() {}

  /** A name and a value of it; not changed by anybody. */
  private static final class Pair {
    private final byte[] name;
    private final byte[] value;

    Pair(byte[] name, byte[] value) {
      this.name = name;
      this.value = value;
    }
  }

  /**
   * Writes a table of names and values (text, number, boolean, or a list of them for a name that is
   * repeated) in the order of the names' bytes, or a list of pairs in its own order.
   */
  static byte[] encode(Map<?, ?> table, CallContext context) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Pair pair : pairs(table)) {
      if (out.size() > 0) {
        out.write('&');
      }
      out.writeBytes(PercentCode.encode(pair.name, PercentCode.UNRESERVED, context));
      out.write('=');
      out.writeBytes(PercentCode.encode(pair.value, PercentCode.UNRESERVED, context));
    }
    return out.toByteArray();
  }

  private static List<Pair> pairs(Map<?, ?> table) {
    List<Pair> pairs = new ArrayList<>();
    if (table.containsKey(1)) {
      list(table, "a list of pairs").forEach(pair -> pairs.add(pair(pair)));
      return pairs;
    }
    table.forEach((name, value) -> add(pairs, bytes(name, "a name"), value));
    pairs.sort((a, b) -> Arrays.compareUnsigned(a.name, b.name));
    return pairs;
  }

  private static void add(List<Pair> pairs, byte[] name, Object value) {
    if (value instanceof Map<?, ?> values) {
      list(values, "a list of values").forEach(v -> pairs.add(new Pair(name, bytes(v, "a value"))));
    } else {
      pairs.add(new Pair(name, bytes(value, "a value")));
    }
  }

  private static Pair pair(Object element) {
    if (!(element instanceof Map<?, ?> pair) || pair.size() != 2) {
      throw FailureException.invalid("an element of a query is a pair {name, value}");
    }
    return new Pair(bytes(pair.get(1), "a name"), bytes(pair.get(2), "a value"));
  }

  private static List<Object> list(Map<?, ?> table, String what) {
    List<Object> elements = new ArrayList<>();
    for (int i = 1; table.containsKey(i); i++) {
      elements.add(table.get(i));
    }
    if (elements.size() != table.size()) {
      throw FailureException.invalid(what + " has the keys 1 to n and no others");
    }
    return elements;
  }

  /** Text, numbers as Lua prints them, booleans. */
  static byte[] bytes(Object value, String what) {
    if (value instanceof byte[] bytes) {
      return bytes;
    }
    if (value instanceof String || value instanceof Boolean) {
      return value.toString().getBytes(UTF_8);
    }
    if (value instanceof Number number) {
      return text(number).getBytes(ISO_8859_1);
    }
    throw FailureException.invalid(what + " is text, a number or a boolean");
  }

  private static String text(Number number) {
    NumberModel numbers = Ops.numbers();
    boolean whole = number instanceof Long || number instanceof Integer;
    return Ops.numberToString(
            whole ? numbers.of(number.longValue()) : numbers.of(number.doubleValue() + 0.0))
        .tojstring();
  }

  /** The names with their value, or the list of their values where there are several. */
  static NewTable decode(byte[] text, CallContext context) {
    Map<String, List<byte[]>> values = new LinkedHashMap<>();
    int from = 0;
    for (int i = 0; i <= text.length; i++) {
      if (i == text.length || text[i] == '&') {
        if (i > from) {
          add(values, Arrays.copyOfRange(text, from, i), context);
        }
        from = i + 1;
      }
    }
    List<Object> content = new ArrayList<>(2 * values.size());
    values.forEach(
        (name, all) -> {
          content.add(name.getBytes(ISO_8859_1));
          content.add(all.size() == 1 ? all.get(0) : NewTable.list(all));
        });
    return NewTable.of(content.toArray());
  }

  private static void add(Map<String, List<byte[]>> values, byte[] pair, CallContext context) {
    context.work(PAIR);
    context.allocate((long) PAIR + pair.length);
    int equals = 0;
    while (equals < pair.length && pair[equals] != '=') {
      equals++;
    }
    byte[] name = PercentCode.decode(Arrays.copyOf(pair, equals), context);
    byte[] value =
        PercentCode.decode(
            Arrays.copyOfRange(pair, Math.min(equals + 1, pair.length), pair.length), context);
    values.computeIfAbsent(new String(name, ISO_8859_1), n -> new ArrayList<>(1)).add(value);
  }
}
