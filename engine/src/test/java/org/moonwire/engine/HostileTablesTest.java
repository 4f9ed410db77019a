package org.moonwire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Reader;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.script.ScriptException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a host asks of a returned table, or gives to be read, has an answer in any case. */
class HostileTablesTest {
  private static Object table(String script) throws ScriptException {
    try (LuaEngine engine = LuaEngine.builder().build()) {
      return engine.eval(script);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "local t = {} for i = 1, 1e5 do t = { t } end return t",
        "local t = {} for i = 1, 1e5 do t = { a = t, b = i } end return t",
        "local t = {} t[1] = t t.self = { t } return t",
        "local t = { 1 } for i = 1, 60 do t = { t, t } end return t",
        "local t = {} for i = 1, 1e5 do t[i] = ('x'):rep(100) end return t",
      })
  void tables_of_any_depth_answer(String script) throws ScriptException {
    Object one = table(script);
    Object other = table(script);
    assertTrue(one.toString().length() < 3 << 20);
    assertEquals(one.hashCode(), other.hashCode());
    assertTrue(one.equals(other));
    assertFalse(one.equals(Map.of(1, 2)));
    List<Object> list = ((org.moonwire.engine.interop.TableView) one).asList();
    assertTrue(list.toString().length() < 3 << 20);
    assertEquals(list, ((org.moonwire.engine.interop.TableView) other).asList());
    assertEquals(
        list.hashCode(), ((org.moonwire.engine.interop.TableView) other).asList().hashCode());
  }

  @Test
  void equality_and_hash_are_those_of_maps() throws ScriptException {
    Object view = table("return { a = 1, b = { c = { 2 } } }");
    Map<String, Object> same = Map.of("a", 1, "b", Map.of("c", Map.of(1, 2)));
    assertEquals(view, same);
    assertEquals(same, view);
    assertEquals(same.hashCode(), view.hashCode());
    assertEquals(new HashMap<>(same).toString().length(), view.toString().length());
    assertNotEquals(view, Map.of("a", 1, "b", Map.of("c", Map.of(1, 3))));
    assertNotEquals(view, table("return { a = 1, b = { c = { 2 }, d = 0 } }"));
  }

  /** A text that goes on for ever. */
  private static final class Endless extends Reader {
    private long given;

    @Override
    public int read(char[] target, int off, int len) {
      java.util.Arrays.fill(target, off, off + len, ' ');
      given += len;
      return len;
    }

    @Override
    public void close() {}
  }

  @Test
  void a_reader_without_end_ends_by_the_longest_string() throws ScriptException {
    try (LuaEngine engine = LuaEngine.builder().maxString(1 << 20).build()) {
      Endless source = new Endless();
      ScriptException e = assertThrows(ScriptException.class, () -> engine.eval(source));
      assertTrue(e.getMessage().contains("maxString"), e.getMessage());
      assertTrue(source.given < 2 << 20);
      assertThrows(ScriptException.class, () -> engine.compile(new Endless()));
    }
  }

  @Test
  void a_reader_without_end_ends_by_the_deadline_and_by_an_interrupt() throws ScriptException {
    LuaEngine hurried = LuaEngine.builder().maxString(1 << 28).timeout(Duration.ofNanos(1)).build();
    try (hurried) {
      ScriptException e = assertThrows(ScriptException.class, () -> hurried.eval(new Endless()));
      assertTrue(e.getMessage().contains("timed out"), e.getMessage());
    }
    try (LuaEngine engine = LuaEngine.builder().maxString(1 << 28).build()) {
      Thread.currentThread().interrupt();
      ScriptException e = assertThrows(ScriptException.class, () -> engine.eval(new Endless()));
      assertTrue(Thread.interrupted());
      assertTrue(e.getMessage().contains("interrupted"), e.getMessage());
    }
  }
}
