package org.moonwire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.Supplier;
import javax.script.ScriptException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A class that is not public says so, instead of having nothing. */
class HiddenMembersTest {
  private final LuaEngine engine =
      LuaEngine.builder().grant("class:" + Point.class.getName()).build();

  @AfterEach
  void close() {
    engine.close();
  }

  record Point(int x, int y) {
    static Point origin() {
      return new Point(0, 0);
    }
  }

  static class Account implements Supplier<String> {
    public String owner = "ann";

    public int getBalance() {
      return 4;
    }

    public void setLimit(int limit) {}

    @Override
    public String get() {
      return owner;
    }
  }

  private String failure(String script) {
    return assertThrows(ScriptException.class, () -> engine.eval(script)).getMessage();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "o:x()",
        "return o.x",
        "o.x()",
        "o.owner = 1",
        "return a.owner",
        "a:getBalance()",
        "return a.balance",
        "a.limit = 5",
        "a:setLimit(5)",
        "a.owner = 'bob'"
      })
  void a_member_of_a_class_that_is_not_public_is_an_error_that_says_so(String script) {
    engine.put("o", new Point(1, 2));
    engine.put("a", new Account());
    String message = failure(script);
    boolean unknown = script.startsWith("o.owner");
    assertTrue(message.contains(unknown ? "cannot be set" : "is not public"), message);
  }

  @Test
  void the_error_names_member_and_class() {
    engine.put("o", new Point(1, 2));
    assertEquals(
        "chunk:1: `x` cannot be used: `" + Point.class.getName() + "` is not public",
        failure("return o.x"));
  }

  @Test
  void what_a_public_type_above_declares_is_there_and_what_nobody_declares_is_nil()
      throws ScriptException {
    engine.put("a", new Account());
    assertEquals("ann", engine.eval("return a:get()"));
    assertNull(engine.eval("return a.nosuch"));
    assertNull(engine.eval("return a.class"));
  }

  @Test
  void a_class_that_is_granted_but_not_public_says_so() {
    String name = Point.class.getName();
    assertEquals(
        "chunk:1: the class `" + name + "` is granted, but not public",
        failure("require('java').type('" + name + "')"));
    String other = name.replace("Point", "Account");
    assertTrue(
        failure("require('java').type('" + other + "')").endsWith("is not granted to scripts"));
  }
}
