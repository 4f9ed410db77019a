package org.moonwire.engine.lib;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.core.Builtin;
import org.moonwire.engine.core.LuaRuntimeException;

class StringLibTest {
  private final LuaTable string = StringLib.create();

  private static LuaValue bytes(int... codes) {
    byte[] b = new byte[codes.length];
    for (int i = 0; i < b.length; i++) {
      b[i] = (byte) codes[i];
    }
    return LuaString.valueOf(b);
  }

  @Test
  void bytesStayBytes() {
    LuaValue all = bytes(0, 127, 128, 255, 'a', 0xC3, 0xA9);
    assertEquals(bytes(0, 127, 128, 255, 'A', 0xC3, 0xA9), Lua.call(string, "upper", all).arg1());
    assertEquals(bytes(0xA9, 0xC3, 'a', 255, 128, 127, 0), Lua.call(string, "reverse", all).arg1());
    assertEquals(255, Lua.call(string, "byte", all, 4).toint(1));
    assertEquals(4, Lua.call(string, "find", all, bytes(255)).toint(1));
  }

  @Test
  void repeatsWithSeparatorAndRefusesTheImpossible() {
    assertEquals("x,x,x", Lua.call(string, "rep", "x", 3, ",").tojstring());
    assertEquals("", Lua.call(string, "rep", "x", -1).tojstring());
    assertEquals("", Lua.call(string, "rep", "", 1e15).tojstring());
    assertEquals("resulting string too large", Lua.error(string, "rep", "x", 1e10));
    assertEquals("resulting string too large", Lua.error(string, "rep", "xx", 1e300, "y"));
  }

  @Test
  void repeatingIsExactForEveryCount() {
    for (int n = 1; n < 40; n++) {
      String expected = "ab;".repeat(n - 1) + "ab";
      assertEquals(expected, Lua.call(string, "rep", "ab", n, ";").tojstring());
    }
  }

  @Test
  void plainSearchIsLinear() {
    Varargs text = Lua.call(string, "rep", "a", 2_000_000);
    LuaValue needle = LuaString.valueOf("a".repeat(500_000) + "b");
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> assertTrue(Lua.call(string, "find", text.arg1(), needle, 1, true).isnil(1)));
  }

  @Test
  void repetitivePlainSearchFindsTheFirstPlace() {
    for (int n : new int[] {1, 2, 50, 3000}) {
      String text = ("a".repeat(n) + "c").repeat(5) + "a".repeat(n) + "b";
      String needle = "a".repeat(n) + "b";
      Varargs found = Lua.call(string, "find", text, needle, 1, true);
      assertEquals(text.indexOf(needle) + 1, found.toint(1));
      assertEquals(text.length(), found.toint(2));
    }
  }

  @Test
  void patternsNestAtMostTwoHundredDeep() {
    String deep = "a-".repeat(300);
    assertEquals("pattern too complex", Lua.error(string, "find", "a".repeat(300), deep + "b"));
  }

  @Test
  void longMatchesNeedNoStack() {
    Varargs text = Lua.call(string, "rep", "ab ", 500_000);
    assertEquals(1_500_000, Lua.call(string, "match", text.arg1(), "^[ab ]*()$").toint(1) - 1);
    assertEquals(1_500_000, Lua.call(string, "find", text.arg1(), "^.-$").toint(2));
    assertEquals(500_000, Lua.call(string, "gsub", text.arg1(), "%a+", "%0").toint(2));
  }

  @Test
  void gsubHandsTheCapturesToAFunction() {
    Builtin swap = Builtin.of("swap", a -> Lua.args(a.arg(2).tojstring() + a.arg1().tojstring()));
    assertEquals("ba dc", Lua.call(string, "gsub", "ab cd", "(%a)(%a)", swap).tojstring(1));
    Builtin fails =
        Builtin.of(
            "fails",
            a -> {
              throw LuaRuntimeException.message("no");
            });
    assertEquals("no", Lua.error(string, "gsub", "abc", "%w", fails));
  }

  @Test
  void gmatchKeepsItsPlaceAndStaysAtTheEnd() {
    Builtin step = (Builtin) Lua.call(string, "gmatch", "a1b2", "(%a)(%d)").arg1();
    assertEquals("1", step.invoke(LuaValue.NONE).arg(2).tojstring());
    assertEquals("b", step.invoke(LuaValue.NONE).arg(1).tojstring());
    assertEquals(0, step.invoke(LuaValue.NONE).narg());
    assertEquals(0, step.invoke(LuaValue.NONE).narg());
  }

  @Test
  void tooManyBytesAreAnError() {
    Varargs text = Lua.call(string, "rep", "x", 1_000_000);
    assertEquals(
        "stack overflow (string slice too long)", Lua.error(string, "byte", text.arg1(), 1, -1));
  }

  @Test
  void theLibraryHasNoDump() {
    assertTrue(string.get("dump").isnil());
  }
}
