package org.moonwire.engine.jit;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.moonwire.engine.module.Language;

/**
 * Writes programs: numbers of all sorts, strings, tables, closures, varargs, metatables,
 * coroutines, errors and gotos, in loops and functions, each statement of which may fail. A program
 * of the same seed and level is the same. It returns what it has noted, and ends by itself.
 */
final class RandomProgram {
  private static final String[] OPERATORS = {"+", "-", "*", "/", "%", "^"};
  private static final String[] OPERATORS_54 = {
    "+", "-", "*", "/", "%", "^", "+", "-", "*", "//", "//", "&", "|", "~", "<<", ">>",
  };
  private static final String[] COMPARISONS = {"<", "<=", ">", ">=", "==", "~="};
  private static final String[] NUMBERS = {
    "0", "1", "2", "3", "-1", "7", "0.5", "-2.25", "1e15", "2147483647", "-2147483648", "1e308",
  };
  private static final String[] NUMBERS_54 = {
    "0",
    "1",
    "2",
    "3",
    "-1",
    "7",
    "0.5",
    "-2.25",
    "1e15",
    "2147483647",
    "-2147483648",
    "1e308",
    "0.0",
    "-0.0",
    "2.0",
    "9007199254740993",
    "math.maxinteger",
    "math.mininteger",
    "0x7fffffff00",
    "2^53",
    "1/0",
    "63",
    "-64",
  };
  private static final int MAX_DEPTH = 3;

  /** What every program begins with. */
  private static final String PRELUDE =
      """
      local out, steps = {}, 0
      local function note(...)
        local texts = {}
        for i = 1, select('#', ...) do
          local v = select(i, ...)
          local t = type(v)
          texts[i] = (t == 'table' or t == 'function' or t == 'thread') and t or tostring(v)
        end
        if #out < 300 then out[#out + 1] = table.concat(texts, ' ') end
      end
      local function step()
        steps = steps + 1
        if steps > 400 then error('too many steps') end
      end
      local class = {}
      class.__index = class
      function class.new(v) return setmetatable({v = v, list = {v, v}}, class) end
      function class:add(n) self.v = self.v + n return self.v end
      local loose = setmetatable({}, {
        __index = function(_, k) return k end,
        __newindex = function(t, k, v) rawset(t, k, v) note('new', k) end,
        __add = function(a, b) return 42 end,
        __lt = function() return true end,
        __call = function(_, x) return x, x end,
        __len = function() return 3 end,
        __concat = function() return 'joined' end,
      })
      """;

  private final Random random;
  private final String[] operators;
  private final String[] numbers;
  private final StringBuilder text = new StringBuilder(PRELUDE);
  private final List<String> variables = new ArrayList<>(List.of("g1", "g2"));
  private int names;
  private int depth;
  private int loops;
  private boolean inVararg = true;

  private RandomProgram(long seed, Language language) {
    random = new Random(seed);
    boolean subtypes = language == Language.LUA_5_4;
    operators = subtypes ? OPERATORS_54 : OPERATORS;
    numbers = subtypes ? NUMBERS_54 : NUMBERS;
  }

  static String of(long seed, Language language) {
    RandomProgram p = new RandomProgram(seed, language);
    p.text.append("local ok, e = xpcall(function(...)\n");
    p.block(4 + p.random.nextInt(8));
    p.text.append("end, debug.traceback, 1, 2.5, 'three')\nnote(ok, e)\n");
    p.text.append("return table.concat(out, '\\n')\n");
    return p.text.toString();
  }

  private String pick(String[] from) {
    return from[random.nextInt(from.length)];
  }

  private String variable() {
    return variables.get(random.nextInt(variables.size()));
  }

  private String declare() {
    String name = "v" + names++;
    variables.add(name);
    return name;
  }

  @SuppressWarnings("AnnotateFormatMethod") // that annotation is in no library of ours
  private void line(String format, Object... args) {
    text.append("  ".repeat(depth)).append(String.format(format, args)).append('\n');
  }

  private void block(int statements) {
    depth++;
    int known = variables.size();
    for (int i = 0; i < statements; i++) {
      statement();
    }
    while (variables.size() > known) {
      variables.remove(variables.size() - 1);
    }
    depth--;
  }

  private void smallBlock() {
    block(1 + random.nextInt(3));
  }

  private void statement() {
    if (depth > MAX_DEPTH) {
      simple();
      return;
    }
    switch (random.nextInt(16)) {
      case 0, 1 -> {
        line(
            "for i%d = %s, %s, %s do",
            names, number(), number(), pick(new String[] {"1", "2", "-1", "0.5"}));
        String index = "i" + names++;
        variables.add(index);
        loops++;
        depth++;
        line("step() if %s > 50 or %s < -50 then break end", index, index);
        depth--;
        smallBlock();
        loops--;
        line("end");
        variables.remove(index);
      }
      case 2 -> {
        String counter = declare();
        line("local %s = 0", counter);
        line("while %s < %d do", counter, 1 + random.nextInt(6));
        depth++;
        line("step() %s = %s + 1", counter, counter);
        depth--;
        loops++;
        smallBlock();
        loops--;
        line("end");
      }
      case 3 -> {
        String key = "k" + names;
        String value = "x" + names++;
        boolean array = random.nextBoolean();
        line("for %s, %s in %s(%s) do step()", key, value, array ? "ipairs" : "pairs", table());
        variables.add(key);
        variables.add(value);
        loops++;
        smallBlock();
        loops--;
        variables.remove(key);
        variables.remove(value);
        line("end");
      }
      case 4, 5 -> {
        line("if %s then", condition());
        smallBlock();
        if (random.nextBoolean()) {
          line("else");
          smallBlock();
        }
        line("end");
      }
      case 6, 7 -> function();
      case 8 -> {
        line("note(pcall(function(...)");
        boolean before = inVararg;
        inVararg = true;
        int outer = loops;
        loops = 0;
        smallBlock();
        loops = outer;
        inVararg = before;
        line("  return %s", expression());
        line("end, %s, %s))", expression(), expression());
      }
      case 9 -> coroutine();
      case 11 -> words();
      case 12 -> replacement();
      case 10 -> {
        String label = "l" + names++;
        line("do");
        depth++;
        line("local n = 0");
        line("::%s::", label);
        line("n = n + 1 step()");
        line("local f = function() n = n + 1 return n end");
        line("note(f())");
        line("if n < %d then goto %s end", 2 + random.nextInt(6), label);
        depth--;
        line("end");
      }
      default -> simple();
    }
  }

  private void function() {
    String name = declare();
    boolean vararg = random.nextInt(4) == 0;
    int parameters = random.nextInt(5);
    List<String> formal = new ArrayList<>();
    for (int i = 0; i < parameters; i++) {
      formal.add("p" + names++);
    }
    List<String> written = new ArrayList<>(formal);
    if (vararg) {
      written.add("...");
    }
    line("local function %s(%s) step()", name, String.join(", ", written));
    variables.addAll(formal);
    boolean before = inVararg;
    inVararg = vararg;
    int outer = loops;
    loops = 0;
    smallBlock();
    switch (random.nextInt(4)) {
      case 0 -> line("  return %s", expression());
      case 1 -> line("  return %s, %s", expression(), expression());
      case 2 -> line("  return %s(%s)", random.nextBoolean() ? name : variable(), expression());
      default -> {
        // returns nothing
      }
    }
    loops = outer;
    inVararg = before;
    variables.removeAll(formal);
    line("end");
    line("note(%s(%s, %s))", name, number(), number());
    line("for i = 1, 3 do note(%s(i, %s)) end", name, expression());
    line("for i = 0.5, 3 do note(%s(i, %s)) end", name, number());
  }

  private String pattern() {
    return pick(new String[] {"'%w+'", "'(%a)(%d*)'", "'[^,]+'", "'z'", "'()b'", "'.'"});
  }

  private void words() {
    String word = "w" + names++;
    line("for %s, n in ('a1, b22,c'):gmatch(%s) do step()", word, pattern());
    line("  note(%s, n, tostring(%s):upper())", word, word);
    variables.add(word);
    loops++;
    smallBlock();
    loops--;
    variables.remove(word);
    line("end");
  }

  /** The function that gsub calls back may do anything, and fail. */
  private void replacement() {
    String word = "w" + names++;
    int outer = loops;
    boolean before = inVararg;
    inVararg = false;
    loops = 0;
    line("note(pcall(string.gsub, 'a1, b22,c', %s, function(%s, n) step()", pattern(), word);
    variables.add(word);
    smallBlock();
    line("  return %s", expression());
    variables.remove(word);
    line("end))");
    line("local function f(x) return %s end", expression());
    line("for i = 1, 3 do note((('b%%d'):format(i)):gsub('%%a', f)) end");
    loops = outer;
    inVararg = before;
  }

  private void coroutine() {
    String name = declare();
    line("local %s = coroutine.wrap(function(a)", name);
    int outer = loops;
    boolean before = inVararg;
    inVararg = false;
    loops = 0;
    line("  for i = 1, 3 do step() a = coroutine.yield(i, a)");
    variables.add("a");
    smallBlock();
    variables.remove("a");
    line("  end");
    loops = outer;
    inVararg = before;
    line("end)");
    line("for i = 1, 4 do note(pcall(%s, i)) end", name);
  }

  private void simple() {
    switch (random.nextInt(12)) {
      case 0, 1 -> {
        String value = expression();
        line("local %s = %s", declare(), value);
      }
      case 2, 3 -> line("%s = %s", variable(), expression());
      case 4 -> line("note(%s, %s)", expression(), expression());
      case 5 -> line("%s = %s + %s", variable(), variable(), number());
      case 6 -> {
        String value = table();
        line("local %s = %s", declare(), value);
      }
      case 7 -> {
        String t = declare();
        line("local %s = {%s, %s, %s}", t, expression(), number(), number());
        line("%s[#%s + 1] = %s  %s.name = %s", t, t, expression(), t, expression());
        line("for i = 1, #%s do note(%s[i], %s.name) end", t, t, t);
      }
      case 8 -> {
        String o = declare();
        line("local %s = class.new(%s)", o, number());
        line("for i = 1, 3 do note(%s:add(%s), %s.list[i]) end", o, number(), o);
      }
      case 9 -> line("if %s then note(%s) end", condition(), expression());
      case 10 -> array();
      default -> {
        if (loops > 0 && random.nextInt(3) == 0) {
          line("if %s then break end", condition());
        } else {
          line("g%d = %s", 1 + random.nextInt(2), expression());
        }
      }
    }
  }

  /** A table of numbers, to which something else may come. */
  private void array() {
    String t = declare();
    String value = pick(new String[] {"i", "i * 0.5", "i > 3", number()});
    String key = pick(new String[] {"i", "i * 1.0", "#" + t + " + 1", "i * 2", "12 - i"});
    line("local %s = {}", t);
    line("for i = 1, %d do step() %s[%s] = %s end", 6 + random.nextInt(12), t, key, value);
    line("%s[%d] = %s", t, 1 + random.nextInt(12), expression());
    line("for i = 1, #%s do step() %s[i] = %s[i] %s %s end", t, t, t, pick(operators), number());
    line(
        "for k, v in %s(%s) do step() note(k, v) end",
        random.nextBoolean() ? "pairs" : "ipairs", t);
    line("note(#%s, %s[%s], %s[3] + %s)", t, t, number(), t, number());
  }

  private String condition() {
    return switch (random.nextInt(5)) {
      case 0 -> expression();
      case 1 -> "not " + variable();
      case 2 -> "(" + condition() + " and " + condition() + ")";
      case 3 -> variable() + " == " + pick(new String[] {"nil", "true", "1", "'a'"});
      default -> number() + " " + pick(COMPARISONS) + " " + number();
    };
  }

  private String number() {
    return switch (random.nextInt(6)) {
      case 0, 1 -> pick(numbers);
      case 2 -> "(" + number() + " " + pick(operators) + " " + number() + ")";
      case 3 -> random.nextInt(100) < 70 ? variable() : "loose";
      case 4 -> pick(new String[] {"math.floor", "-", "math.abs"}) + "(" + number() + ")";
      default -> Integer.toString(random.nextInt(20) - 5);
    };
  }

  private String expression() {
    return switch (random.nextInt(16)) {
      case 0, 1, 2, 3 -> number();
      case 4, 5 -> variable();
      case 6 -> "'" + (char) ('a' + random.nextInt(4)) + "' .. " + number();
      case 7 -> "(" + condition() + ") and " + expression() + " or " + expression();
      case 8 -> table();
      case 9 -> "#" + pick(new String[] {"'abc'", "{1, 2, 3}", "loose", variable()});
      case 10 -> variable() + "[" + expression() + "]";
      case 11 -> inVararg ? "select('#', ...)" : "nil";
      case 12 -> inVararg ? "(...)" : "-" + variable();
      case 13 -> variable() + "(" + expression() + ")";
      case 14 -> pick(new String[] {"nil", "true", "false", "'10'", "loose", "'0x10'"});
      default -> "('abcdef'):sub(" + number() + ", " + random.nextInt(6) + ")";
    };
  }

  private String table() {
    return switch (random.nextInt(5)) {
      case 0 -> "{}";
      case 1 -> "{" + number() + ", " + number() + ", " + expression() + "}";
      case 2 -> "{x = " + expression() + ", y = " + number() + ", " + expression() + "}";
      case 3 -> inVararg ? "{...}" : "{[" + number() + "] = 1}";
      default -> "{10, 20, 30, name = 'n', " + variable() + "}";
    };
  }
}
