package org.moonwire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.moonwire.engine.module.ErrorKind;

/** What of a script's error objects the host sees (engine/manual/errors.md#errors-in-java). */
class ErrorsInHostTest {
  private static final String DOWN =
      "errors.new{message='down', kind=errors.UNAVAILABLE, retryable=true,"
          + " details={hosts={'a', 'b'}, tries=3}}";

  private final LuaEngine engine = LuaEngine.builder().build();

  @AfterEach
  void close() {
    engine.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"error(", "error(errors.wrap("})
  void E25_an_uncaught_error_object_keeps_kind_retryable_and_details(String raise) {
    String script = raise.endsWith("wrap(") ? raise + DOWN + ", 'ctx'))" : raise + DOWN + ")";
    LuaScriptException thrown = assertThrows(LuaScriptException.class, () -> engine.eval(script));
    assertEquals("down", thrown.getMessage());
    assertEquals(ErrorKind.UNAVAILABLE, thrown.kind());
    assertEquals(true, thrown.retryable());
    assertEquals(Map.of("hosts", List.of("a", "b"), "tries", 3), thrown.details());
  }

  @Test
  void E27_returning_nil_and_an_error_object_fails_the_run_with_it() {
    LuaScriptException thrown =
        assertThrows(LuaScriptException.class, () -> engine.eval("return nil, " + DOWN));
    assertEquals("down", thrown.getMessage());
    assertEquals(ErrorKind.UNAVAILABLE, thrown.kind());
  }

  @Test
  void E25_an_error_object_of_unknown_kind_says_so() {
    LuaScriptException thrown =
        assertThrows(LuaScriptException.class, () -> engine.eval("error(errors.new('m'))"));
    assertEquals("", thrown.kind());
    assertNull(thrown.retryable());
    assertEquals(Map.of(), thrown.details());
  }
}
