package org.moonwire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Random;
import javax.script.ScriptException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.luaj.vm2.LuaString;
import org.moonwire.engine.module.Language;

/** A pattern that is used again matches what it matched at first, when nothing was known of it. */
class PatternItemsTest {
  private static final int PATTERNS = 4000;

  private static final String[] PARTS = {
    "a",
    "b",
    "x",
    ".",
    "%a",
    "%A",
    "%d",
    "%s",
    "%w",
    "%W",
    "%c",
    "%%",
    "%.",
    "[ab]",
    "[^ab]",
    "[%d%s]",
    "[^%w]",
    "[a-c]",
    "[]]",
    "[^]]",
    "[a-]",
    "[%]a]",
    "[%c\"\\\\]",
    "(",
    ")",
    "()",
    "%1",
    "%b()",
    "%f[%w]",
    "%f[^%w]",
    "*",
    "+",
    "-",
    "?",
    "^",
    "$",
    "[",
    "[^",
    "%",
    "((((((((",
    "é"
  };

  private static final String[] TEXTS = {
    "", "a", "ab", "abcabc", "a b1 c2", "(a(b)c)", "x = 'y', z", "]]a]-", "%%^^$$", "a\\\"b\n", "éa"
  };

  private static final String TEST =
      """
      local patterns, others, texts = ...
      local function all(p, other)
        local out = {}
        local function add(ok, ...)
          out[#out + 1] = table.concat({ tostring(ok), ... }, "|")
          if other then
            string.match("", other)
          end
        end
        for _, s in ipairs(texts) do
          add(pcall(string.find, s, p))
          add(pcall(string.match, s, p))
          add(pcall(string.find, s, p, 2))
          add(pcall(string.gsub, s, p, "<%0>"))
          add(pcall(string.gsub, s, p, "<%0>", 1))
          add(pcall(string.gsub, s, p, function(x) return "{" .. x .. "}" end))
          add(pcall(function()
            local found = {}
            for x, y in s:gmatch(p) do
              found[#found + 1] = tostring(x) .. "," .. tostring(y)
            end
            return table.concat(found, ";")
          end))
        end
        return table.concat(out, "\\n")
      end
      for i, p in ipairs(patterns) do
        local first, again = all(p, others[i]), all(p)
        if again ~= first then
          return p .. "\\n" .. first .. "\\n--\\n" .. again
        end
      end
      return "all the same"
      """;

  @ParameterizedTest
  @EnumSource
  void what_is_known_of_a_pattern_changes_nothing(Language level) throws ScriptException {
    Random random = new Random(23);
    String[] patterns = new String[PATTERNS];
    String[] others = new String[PATTERNS];
    for (int i = 0; i < PATTERNS; i++) {
      StringBuilder pattern = new StringBuilder();
      for (int part = random.nextInt(5); part >= 0; part--) {
        pattern.append(PARTS[random.nextInt(PARTS.length)]);
      }
      patterns[i] = pattern.toString();
      others[i] = inThePlaceOf(patterns[i]);
    }
    try (LuaEngine engine = LuaEngine.builder().language(level).build()) {
      LuaFunction test = (LuaFunction) engine.eval("return function(...) " + TEST + " end");
      assertEquals("all the same", test.call(List.of(patterns), List.of(others), List.of(TEXTS)));
    }
  }

  /** A pattern that is kept where this one is: once it is used nothing is known of this one. */
  private static String inThePlaceOf(String pattern) {
    int place = LuaString.valueOf(pattern).hashCode() & 255;
    int n = 0;
    while ((LuaString.valueOf("other" + n).hashCode() & 255) != place) {
      n++;
    }
    return "other" + n;
  }
}
