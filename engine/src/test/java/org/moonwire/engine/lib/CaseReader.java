package org.moonwire.engine.lib;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.moonwire.engine.core.NumberFormat;

/** Reads the values of one field of {@code differential/cases.tsv}. */
final class CaseReader {
  private static final Map<String, Function<String, LuaValue>> NUMBERS =
      Map.of(
          "nan", s -> LuaValue.valueOf(Double.NaN),
          "inf", s -> NumberFormat.of(Double.POSITIVE_INFINITY),
          "-inf", s -> NumberFormat.of(Double.NEGATIVE_INFINITY));

  private final String text;
  private final Map<String, LuaValue> functions;
  private int at;

  CaseReader(String text, Map<String, LuaValue> functions) {
    this.text = text;
    this.functions = functions;
  }

  LuaValue[] readAll() {
    List<LuaValue> values = new ArrayList<>();
    while (at < text.length()) {
      values.add(read());
      at++;
    }
    return values.toArray(new LuaValue[0]);
  }

  LuaValue read() {
    return switch (text.charAt(at)) {
      case '"' -> string();
      case '{' -> table();
      case '#' -> number(word());
      case '@' -> functions.get(word().substring(1));
      default -> constant(word());
    };
  }

  private String word() {
    int start = at;
    while (at < text.length() && " ,=}".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return text.substring(start, at);
  }

  private static LuaValue constant(String word) {
    return switch (word) {
      case "nil" -> LuaValue.NIL;
      case "true" -> LuaValue.TRUE;
      case "false" -> LuaValue.FALSE;
      default -> throw new IllegalArgumentException(word);
    };
  }

  private static LuaValue number(String word) {
    String digits = word.substring(1);
    return NUMBERS.getOrDefault(digits, s -> NumberFormat.of(Double.parseDouble(s))).apply(digits);
  }

  private LuaString string() {
    StringBuilder bytes = new StringBuilder();
    for (at++; text.charAt(at) != '"'; at++) {
      if (text.charAt(at) == '\\') {
        bytes.append((char) Integer.parseInt(text.substring(at + 2, at + 4), 16));
        at += 3;
      } else {
        bytes.append(text.charAt(at));
      }
    }
    at++;
    return LuaString.valueOf(bytes.toString().toCharArray());
  }

  private LuaTable table() {
    LuaTable table = new LuaTable();
    at++;
    while (text.charAt(at) != '}') {
      LuaValue key = read();
      at++;
      table.rawset(key, read());
      if (text.charAt(at) == ',') {
        at++;
      }
    }
    at++;
    return table;
  }
}
