package org.moonwire.engine.lib;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.access.Grants;
import org.moonwire.engine.core.ExitException;
import org.moonwire.engine.core.Table;

class OsLibTest {
  private final LuaTable os = OsLib.create();
  private final TimeZone zone = TimeZone.getDefault();

  @BeforeEach
  void liveInBerlin() {
    TimeZone.setDefault(TimeZone.getTimeZone("Europe/Berlin"));
  }

  @AfterEach
  void comeHome() {
    TimeZone.setDefault(zone);
  }

  private static Table date(int year, int month, int day, Integer hour, Boolean saving) {
    Table t = new Table();
    t.rawset(LuaString.valueOf("year"), Lua.value(year));
    t.rawset(LuaString.valueOf("month"), Lua.value(month));
    t.rawset(LuaString.valueOf("day"), Lua.value(day));
    t.rawset(LuaString.valueOf("hour"), Lua.value(hour));
    t.rawset(LuaString.valueOf("isdst"), Lua.value(saving));
    return t;
  }

  @Test
  void timeIsInWholeSeconds() {
    double now = Lua.call(os, "time").todouble(1);
    assertEquals(Math.floor(now), now);
    assertTrue(Math.abs(now - System.currentTimeMillis() / 1000.0) < 5);
  }

  @Test
  void timeReadsTheZoneAndNormalisesFields() {
    assertEquals(1577876400, Lua.call(os, "time", date(2020, 1, 1, null, null)).todouble(1));
    assertEquals(1593597600, Lua.call(os, "time", date(2020, 7, 1, null, null)).todouble(1));
    assertEquals(1593601200, Lua.call(os, "time", date(2020, 7, 1, null, false)).todouble(1));
    assertEquals(1611968400, Lua.call(os, "time", date(2020, 14, -3, 50, null)).todouble(1));
  }

  @Test
  void dateShowsTheZone() {
    assertEquals("02:00 +0200 CEST", Lua.call(os, "date", "%H:%M %z %Z", 1593561600).tojstring());
    assertEquals("00:00 +0000 GMT", Lua.call(os, "date", "!%H:%M %z %Z", 1593561600).tojstring());
    LuaValue fields = Lua.call(os, "date", "*t", 1593561600).arg1();
    assertEquals(2, fields.get("hour").toint());
    assertTrue(fields.get("isdst").toboolean());
  }

  @Test
  void timeAndDateAreInverse() {
    for (long t = 1_000_000_000; t < 1_700_000_000; t += 7_777_777) {
      LuaValue fields = Lua.call(os, "date", "*t", t).arg1();
      assertEquals(t, Lua.call(os, "time", fields).tolong(1));
    }
  }

  @Test
  void clockRuns() {
    double before = Lua.call(os, "clock").todouble(1);
    assertTrue(before >= 0);
    assertTrue(Lua.call(os, "clock").todouble(1) >= before);
  }

  @Test
  void whatReachesTheHostIsApart() {
    for (String name : List.of("execute", "exit", "getenv", "remove", "rename", "tmpname")) {
      assertTrue(os.get(name).isnil());
    }
  }

  @Test
  void filesAreRemovedAndRenamed(@TempDir Path dir) throws IOException {
    LuaTable host = host();
    Path file = Files.createFile(dir.resolve("a"));
    assertTrue(Lua.call(host, "rename", file.toString(), dir.resolve("b").toString()).toboolean(1));
    assertTrue(Lua.call(host, "remove", dir.resolve("b").toString()).toboolean(1));
    Varargs gone = Lua.call(host, "remove", file.toString());
    assertEquals(file + ": No such file or directory", gone.tojstring(2));
    assertEquals(2, gone.toint(3));
  }

  @Test
  void executeReportsTheExitCode() {
    LuaTable host = host();
    Varargs results = Lua.call(host, "execute", "exit 3");
    assertTrue(results.isnil(1));
    assertEquals("exit", results.tojstring(2));
    assertEquals(3, results.toint(3));
    assertTrue(Lua.call(host, "execute").toboolean(1));
  }

  private static LuaTable host() {
    LuaTable table = new Table();
    OsHostLib.install(table, Grants.of("os"));
    return table;
  }

  @Test
  void exitEndsTheRunWithItsCode() {
    assertEquals(3, assertThrows(ExitException.class, () -> Lua.call(host(), "exit", 3)).code());
    assertEquals(0, assertThrows(ExitException.class, () -> Lua.call(host(), "exit", true)).code());
    assertEquals(
        1, assertThrows(ExitException.class, () -> Lua.call(host(), "exit", false)).code());
    assertEquals(0, assertThrows(ExitException.class, () -> Lua.call(host(), "exit")).code());
  }

  @Test
  void oneFunctionCanBeGranted() {
    LuaTable table = new Table();
    OsHostLib.install(table, Grants.of("os.getenv"));
    assertEquals(1, table.keyCount());
    assertFalse(table.get("getenv").isnil());
  }
}
