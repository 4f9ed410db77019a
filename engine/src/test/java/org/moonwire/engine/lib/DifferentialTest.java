package org.moonwire.engine.lib;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.core.BadArgumentException;
import org.moonwire.engine.core.Builtin;
import org.moonwire.engine.core.LuaRuntimeException;
import org.moonwire.engine.core.NumberFormat;

/** Replays what PUC Lua 5.2.4 did, recorded by {@code differential/generate.lua}. */
class DifferentialTest {
  /** Functions that C libraries round differently in the last place. */
  private static final Set<String> INEXACT =
      Set.of(
          "math.acos",
          "math.asin",
          "math.atan",
          "math.atan2",
          "math.cos",
          "math.cosh",
          "math.exp",
          "math.log",
          "math.log10",
          "math.pow",
          "math.sin",
          "math.sinh",
          "math.tan",
          "math.tanh");

  private static final Set<String> IN_PLACE = Set.of("table.insert", "table.remove", "table.sort");
  private static final double ROUNDING = 1e-15;

  private static final Map<String, LuaTable> LIBRARIES =
      Map.of(
          "bit32", Bit32Lib.create(),
          "math", MathLib.create(),
          "os", OsLib.create(),
          "string", StringLib.create(),
          "table", TableLib.create());

  private static final LuaTable BASE = BaseLib.create();

  @Test
  void everyRecordedCaseGivesTheSameResults() throws IOException {
    List<String> cases = cases();
    assertTrue(cases.size() > 5000);
    List<String> differences = new ArrayList<>();
    for (String line : cases) {
      String difference = replay(line.split("\t", -1));
      if (difference != null) {
        differences.add(line + "\n    but was " + difference);
      }
    }
    String shown = differences.stream().limit(40).collect(Collectors.joining("\n"));
    assertEquals("", shown, differences.size() + " differences");
  }

  private static List<String> cases() throws IOException {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                DifferentialTest.class.getResourceAsStream("/differential/cases.tsv"),
                StandardCharsets.US_ASCII))) {
      return in.lines().toList();
    }
  }

  /** What we give instead, null if the results are the same. */
  private static String replay(String[] fields) {
    LuaValue[] args = new CaseReader(fields[1], CALLBACKS).readAll();
    if (fields[2].startsWith("!")) {
      String expected = new CaseReader(fields[2].substring(1), CALLBACKS).read().tojstring();
      String actual = error(fields[0], args);
      boolean operator = expected.startsWith("attempt to");
      return expected.equals(actual) || (operator && actual != null) ? null : "error " + actual;
    }
    LuaValue[] expected = new CaseReader(fields[2], CALLBACKS).readAll();
    try {
      List<LuaValue> actual = call(fields[0], args);
      return same(fields[0], expected, actual) ? null : CaseWriter.write(actual);
    } catch (LuaError e) {
      return "error " + message(e);
    }
  }

  private static String error(String name, LuaValue[] args) {
    try {
      call(name, args);
      return null;
    } catch (LuaError e) {
      return message(e);
    }
  }

  private static String message(LuaError e) {
    if (e instanceof BadArgumentException a) {
      return "#" + a.index() + " " + a.detail();
    }
    return e instanceof LuaRuntimeException r ? r.value().tojstring() : e.toString();
  }

  private static List<LuaValue> call(String name, LuaValue[] args) {
    int dot = name.indexOf('.');
    LuaTable library = dot < 0 ? BASE : LIBRARIES.get(name.substring(0, dot));
    Builtin function = (Builtin) library.rawget(LuaString.valueOf(name.substring(dot + 1)));
    Varargs results = function.invoke(LuaValue.varargsOf(args));
    List<LuaValue> all = new ArrayList<>();
    if (name.equals("string.gmatch")) {
      all.add(iterations((Builtin) results.arg1()));
    } else {
      addAll(all, results);
    }
    if (IN_PLACE.contains(name)) {
      all.add(args[0]);
    }
    return all;
  }

  private static void addAll(List<LuaValue> all, Varargs results) {
    for (int i = 1; i <= results.narg(); i++) {
      all.add(results.arg(i));
    }
  }

  private static LuaTable iterations(Builtin step) {
    LuaTable all = new LuaTable();
    for (int i = 1; i <= 100; i++) {
      Varargs found = step.invoke(LuaValue.NONE);
      if (found.narg() == 0) {
        break;
      }
      LuaTable captures = new LuaTable();
      for (int k = 1; k <= found.narg(); k++) {
        captures.rawset(k, found.arg(k));
      }
      captures.rawset(LuaString.valueOf("n"), NumberFormat.of(found.narg()));
      all.rawset(i, captures);
    }
    return all;
  }

  private static boolean same(String name, LuaValue[] expected, List<LuaValue> actual) {
    if (INEXACT.contains(name) && expected.length == 1) {
      double a = expected[0].todouble();
      double b = actual.get(0).todouble();
      return Double.compare(a, b) == 0 || Math.abs(a - b) <= ROUNDING * Math.abs(a);
    }
    return CaseWriter.write(List.of(expected)).equals(CaseWriter.write(actual));
  }

  private static final Map<String, LuaValue> CALLBACKS =
      Map.ofEntries(
          callback("lt", a -> LuaValue.valueOf(a.arg1().todouble() < a.arg(2).todouble())),
          callback("gt", a -> LuaValue.valueOf(a.arg1().todouble() > a.arg(2).todouble())),
          callback("le", a -> LuaValue.valueOf(a.arg1().todouble() <= a.arg(2).todouble())),
          callback("always", a -> LuaValue.TRUE),
          callback("never", a -> LuaValue.FALSE),
          callback("upper", DifferentialTest::upper),
          callback("pair", DifferentialTest::pair),
          callback("nothing", a -> LuaValue.NONE),
          callback("number", a -> NumberFormat.of(12)),
          callback("list", a -> new LuaTable()),
          callback(
              "abslt",
              a ->
                  LuaValue.valueOf(Math.abs(a.arg1().todouble()) < Math.abs(a.arg(2).todouble()))));

  private static Map.Entry<String, LuaValue> callback(String name, Builtin.Body body) {
    return Map.entry(name, Builtin.of(name, body));
  }

  private static Varargs upper(Varargs args) {
    return ((Builtin) LIBRARIES.get("string").get("upper")).invoke(args.arg1());
  }

  private static Varargs pair(Varargs args) {
    LuaValue format = LuaString.valueOf(args.arg(2).isnil() ? "%s,nil" : "%s,%s");
    return ((Builtin) LIBRARIES.get("string").get("format"))
        .invoke(LuaValue.varargsOf(format, args));
  }
}
