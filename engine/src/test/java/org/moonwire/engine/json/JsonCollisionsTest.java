package org.moonwire.engine.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Random;
import java.util.Set;
import javax.script.ScriptException;
import org.junit.jupiter.api.Test;
import org.moonwire.engine.LuaEngine;

/** Names made to have the same hash in the parser's table cost time and nothing else. */
class JsonCollisionsTest {
  private static final int COUNT = 100_000;
  private static final int MULTIPLIER = 33;

  /** Names of eight letters of which the parser computes the same hash, whatever its seed. */
  private static Set<String> names() {
    Random random = new Random(1);
    int inverse = inverse();
    Set<String> names = new LinkedHashSet<>();
    while (names.size() < COUNT) {
      int first = printable(random);
      int hash = first;
      hash += hash >>> 15;
      hash ^= hash >>> 9;
      int second = (0x12345678 - hash) * inverse;
      if (isPrintable(second)) {
        names.add(text(first) + text(second));
      }
    }
    return names;
  }

  private static int inverse() {
    int inverse = MULTIPLIER;
    for (int i = 0; i < 5; i++) {
      inverse *= 2 - MULTIPLIER * inverse;
    }
    return inverse;
  }

  private static int printable(Random random) {
    int letters = 0;
    for (int i = 0; i < 4; i++) {
      letters = letters << 8 | ('#' + random.nextInt('[' - '#'));
    }
    return letters;
  }

  private static boolean isPrintable(int letters) {
    for (int i = 0; i < 32; i += 8) {
      int c = letters >>> i & 0xFF;
      if (c <= '"' || c >= 0x7F || c == '\\') {
        return false;
      }
    }
    return true;
  }

  private static String text(int letters) {
    byte[] bytes = {
      (byte) (letters >>> 24), (byte) (letters >>> 16), (byte) (letters >>> 8), (byte) letters
    };
    return new String(bytes, StandardCharsets.US_ASCII);
  }

  private static String document() {
    StringBuilder json = new StringBuilder("{");
    for (String name : names()) {
      json.append(json.length() > 1 ? "," : "").append('"').append(name).append("\":1");
    }
    return json.append('}').toString();
  }

  @Test
  void are_read() throws ScriptException {
    String document = document();
    assertThrows(Exception.class, () -> refusedByDefault(document), "these names do not collide");
    try (LuaEngine engine = LuaEngine.builder().timeout(Duration.ofMinutes(2)).build()) {
      engine.put("document", document);
      Object count =
          engine.eval(
              "local t = assert(json.decode(document)) local n = 0 "
                  + "for _ in pairs(t) do n = n + 1 end return n");
      assertEquals(COUNT, count);
      assertEquals(1, engine.eval("return json.decode('{\"a\":1}').a"));
    }
  }

  private static void refusedByDefault(String document) throws Exception {
    byte[] bytes = document.getBytes(StandardCharsets.US_ASCII);
    try (JsonParser parser = new JsonFactory().createParser(bytes)) {
      while (parser.nextToken() != null) {
        // goes on to the end, or fails
      }
    }
  }
}
