package org.moonwire.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import javax.script.ScriptException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The module {@code struct} does what PUC Lua 5.4 was seen to do. */
class StructTest {
  private static final long EXACT = 1L << 53;

  private LuaEngine engine;
  private LuaFunction pack;
  private LuaFunction unpack;
  private LuaFunction size;

  @BeforeEach
  void open() throws ScriptException {
    engine = LuaEngine.builder().build();
    pack = function("pack");
    unpack = function("unpack");
    size = function("size");
  }

  /** Called from Lua, so that errors have its name. */
  private LuaFunction function(String name) throws ScriptException {
    return (LuaFunction)
        engine.eval(
            "local struct = require('struct') return function(...) local r = table.pack(struct."
                + name
                + "(...)) return table.unpack(r, 1, r.n) end");
  }

  @AfterEach
  void close() {
    engine.close();
  }

  private static List<String> records() throws IOException {
    try (InputStream in = StructTest.class.getResourceAsStream("/vectors/struct.tsv")) {
      return new String(in.readAllBytes(), UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .toList();
    }
  }

  @Test
  void packs_and_unpacks_as_recorded() throws IOException {
    assertEquals(5000, records().size());
    for (String line : records()) {
      String[] columns = line.split("\t", -1);
      byte[] format = HexFormat.of().parseHex(columns[0]);
      Object[] args = values(columns[1]);
      Object[] all = new Object[args.length + 1];
      all[0] = format;
      System.arraycopy(args, 0, all, 1, args.length);
      assertEquals(columns[2], result(pack, all, r -> hex(r.get(0))), line);
      assertEquals(columns[3], result(size, new Object[] {format}, r -> r.get(0) + ""), line);
      if (columns.length > 4) {
        unpacks(columns, format, line);
      }
    }
  }

  private void unpacks(String[] columns, byte[] format, String line) {
    byte[] packed = HexFormat.of().parseHex(columns[2].substring(1));
    if (!columns[4].equals("?")) {
      String found = result(unpack, new Object[] {format, packed}, StructTest::shown);
      String wanted = "=" + shown(Arrays.asList(values(columns[4].substring(1))));
      assertEquals(wanted, found, line);
    }
    byte[] cut = HexFormat.of().parseHex(columns[5]);
    Object[] args = {format, cut, Integer.parseInt(columns[6])};
    assertEquals(columns[7], result(unpack, args, r -> ""), line);
  }

  private interface Shown {
    String of(List<Object> results);
  }

  private static String result(LuaFunction function, Object[] args, Shown shown) {
    try {
      return "=" + shown.of(function.callMulti(args));
    } catch (ScriptException e) {
      String message = e.getMessage();
      return "!"
          + message
              .replaceFirst("^chunk:\\d+: ", "")
              .replace("to 'pack'", "to 'string.pack'")
              .replace("to 'unpack'", "to 'string.unpack'")
              .replace("to 'size'", "to 'string.packsize'");
    }
  }

  private static String hex(Object text) {
    byte[] bytes = text instanceof byte[] b ? b : ((String) text).getBytes(UTF_8);
    return HexFormat.of().formatHex(bytes);
  }

  private static String shown(List<Object> values) {
    return values.stream().map(StructTest::shown).collect(Collectors.joining(" "));
  }

  private static String shown(Object value) {
    return value instanceof Number n ? Double.toHexString(n.doubleValue()) : "s:" + hex(value);
  }

  private static Object[] values(String text) {
    return text.isEmpty()
        ? new Object[0]
        : Arrays.stream(text.split(" ")).map(StructTest::value).toArray();
  }

  /** Whole numbers beyond 2^53 are text. */
  private static Object value(String text) {
    String rest = text.substring(2);
    return switch (text.charAt(0)) {
      case 's' -> HexFormat.of().parseHex(rest);
      case 'n' -> number(rest);
      default -> {
        boolean exact = rest.length() < 18 && Math.abs(Long.parseLong(rest)) <= EXACT;
        yield exact ? (Object) Double.valueOf(rest) : rest;
      }
    };
  }

  private static Double number(String text) {
    return switch (text) {
      case "inf" -> Double.POSITIVE_INFINITY;
      case "-inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.valueOf(text);
    };
  }

  @Test
  void reads_a_long_text_bit_by_bit() throws ScriptException {
    Object sum =
        assertTimeoutPreemptively(
            Duration.ofSeconds(20),
            () ->
                engine.eval(
                    """
                    local unpack, text, sum, at = require('struct').unpack, ('x'):rep(2 ^ 24), 0, 1
                    for _ = 1, 50000 do
                      local b
                      b, at = unpack('B', text, at)
                      sum = sum + b
                    end
                    return sum
                    """));
    assertEquals(50_000L * 'x', ((Number) sum).longValue());
  }
}
