package org.moonwire.engine.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.script.ScriptException;
import org.junit.jupiter.api.Test;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.LuaEngine;
import org.moonwire.engine.interop.TableView;
import org.moonwire.engine.module.Language;

/** Which functions of the standard library compiled code calls without leaving. */
class LeavesTest {
  private static final List<String> LIBRARIES =
      List.of("", "string", "table", "math", "coroutine", "os");

  private static Map<String, Builtin> functions(Language level) throws ScriptException {
    Map<String, Builtin> functions = new TreeMap<>();
    try (LuaEngine engine = LuaEngine.builder().language(level).build()) {
      for (String library : LIBRARIES) {
        String copy = "local t = {} for k, v in pairs(" + (library.isEmpty() ? "_G" : library);
        TableView view = (TableView) engine.eval(copy + ") do t[k] = v end return t");
        LuaTable table = view.table();
        Varargs entry = table.next(LuaValue.NIL);
        while (!entry.arg1().isnil()) {
          if (entry.arg(2) instanceof Builtin function) {
            functions.put(library + "." + entry.arg1().tojstring(), function);
          }
          entry = table.next(entry.arg1());
        }
      }
    }
    return functions;
  }

  private static boolean isLeaf(Builtin function) {
    return function.isLeaf || function.shortcut != Shortcut.NONE;
  }

  @Test
  void compiledCodeCallsTheSameFunctionsAtLevel54() throws ScriptException {
    Map<String, Builtin> newer = functions(Language.LUA_5_4);
    List<String> slower = new ArrayList<>();
    functions(Language.LUA_5_2)
        .forEach(
            (name, function) -> {
              Builtin other = newer.get(name);
              if (other != null && isLeaf(function) && !isLeaf(other)) {
                slower.add(name);
              }
            });
    assertFalse(newer.isEmpty());
    assertEquals(List.of(), slower, "leave compiled code at level 5.4 only");
  }
}
