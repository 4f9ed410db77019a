package org.moonwire.engine.lib;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/** Writes values so that equal texts mean equal values; NaN has no sign, zero has one. */
final class CaseWriter {
  private CaseWriter() {}

  static String write(List<LuaValue> values) {
    StringBuilder out = new StringBuilder();
    for (LuaValue v : values) {
      out.append(write(v)).append(' ');
    }
    return out.toString();
  }

  private static String write(LuaValue v) {
    if (v.type() == LuaValue.TNUMBER) {
      return "#" + v.todouble();
    }
    if (v instanceof LuaString s) {
      return string(s);
    }
    return v instanceof LuaTable t ? table(t) : v.tojstring();
  }

  private static String string(LuaString s) {
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < s.m_length; i++) {
      int c = s.luaByte(i);
      out.append(c >= ' ' && c < 127 && c != '\\' ? String.valueOf((char) c) : "\\x" + c);
    }
    return out.append('"').toString();
  }

  private static String table(LuaTable t) {
    List<String> entries = new ArrayList<>();
    for (Varargs e = t.next(LuaValue.NIL); !e.arg1().isnil(); e = t.next(e.arg1())) {
      entries.add(write(e.arg1()) + "=" + write(e.arg(2)));
    }
    Collections.sort(entries);
    return "{" + String.join(",", entries) + "}";
  }
}
