package org.moonwire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Comparator;
import java.util.Iterator;
import java.util.concurrent.Callable;
import javax.script.ScriptException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code Invocable}: functions, methods, interfaces. */
class InvocableTest {
  private final LuaEngine engine = LuaEngine.builder().build();

  @AfterEach
  void close() {
    engine.close();
  }

  /** An interface as applications have them. */
  public interface Greeter {
    String greet(String name);

    default String greetAll(String a, String b) {
      return greet(a) + greet(b);
    }

    @Override
    String toString();
  }

  @Test
  void a_function_is_called_with_converted_arguments() throws Exception {
    engine.eval("function add(a, b) return a + b end");
    assertEquals(5, engine.invokeFunction("add", 2, 3L));
  }

  @Test
  void a_missing_function_is_no_such_method_even_on_a_fresh_engine() {
    assertThrows(NoSuchMethodException.class, () -> engine.invokeFunction("scriptLoaded"));
  }

  @Test
  void a_library_function_is_none_of_the_script() {
    assertThrows(NoSuchMethodException.class, () -> engine.invokeFunction("tostring", 1));
  }

  @Test
  void null_names_are_null_pointer_exceptions() {
    assertThrows(NullPointerException.class, () -> engine.invokeFunction(null));
    assertThrows(NullPointerException.class, () -> engine.invokeMethod("x", null));
  }

  @Test
  void a_method_gets_its_table_and_sees_inherited_ones() throws Exception {
    Object account =
        engine.eval(
            """
            local A = {} A.__index = A
            function A:add(n) self.sum = self.sum + n return self.sum end
            return setmetatable({sum = 1}, A)
            """);
    assertEquals(3, engine.invokeMethod(account, "add", 2));
    assertEquals(6, engine.invokeMethod(account, "add", 3));
  }

  @Test
  void methods_need_a_table_of_the_script() {
    assertThrows(IllegalArgumentException.class, () -> engine.invokeMethod("text", "len"));
    assertThrows(IllegalArgumentException.class, () -> engine.invokeMethod(null, "len"));
  }

  @Test
  void a_missing_method_is_no_such_method() throws ScriptException {
    Object table = engine.eval("return {}");
    assertThrows(NoSuchMethodException.class, () -> engine.invokeMethod(table, "nosuch"));
  }

  @Test
  void an_interface_is_implemented_by_globals() throws ScriptException {
    engine.eval("function greet(name) return 'hi ' .. name .. '.' end");
    Greeter greeter = engine.getInterface(Greeter.class);
    assertEquals("hi you.", greeter.greet("you"));
    assertEquals("hi a.hi b.", greeter.greetAll("a", "b"));
  }

  @Test
  void an_interface_is_implemented_by_a_table() throws ScriptException {
    Object table =
        engine.eval("return {greet = function(self, n) return self.hi .. n end, hi='hi '}");
    assertEquals("hi you", engine.getInterface(table, Greeter.class).greet("you"));
  }

  @Test
  void a_script_may_define_a_default_method() throws ScriptException {
    engine.eval("function greet(n) return n end function greetAll(a, b) return b .. a end");
    assertEquals("yx", engine.getInterface(Greeter.class).greetAll("x", "y"));
  }

  @Test
  void an_interface_with_missing_functions_is_null() throws ScriptException {
    assertNull(engine.getInterface(Greeter.class));
    assertNull(engine.getInterface(Iterator.class), "the library's `next` does not count");
    assertNull(engine.getInterface(engine.eval("return {}"), Greeter.class));
  }

  @Test
  void the_methods_of_object_are_left_alone() throws ScriptException {
    engine.eval(
        "function greet() error('never') end toString, hashCode, equals = greet, greet, greet");
    Greeter a = engine.getInterface(Greeter.class);
    Greeter b = engine.getInterface(Greeter.class);
    assertNotNull(a.toString());
    assertEquals(a.hashCode(), a.hashCode());
    assertEquals(a, a);
    assertNotEquals(a, b);
  }

  @Test
  void a_class_is_no_interface() {
    assertThrows(IllegalArgumentException.class, () -> engine.getInterface(String.class));
    assertThrows(IllegalArgumentException.class, () -> engine.getInterface(null));
  }

  @Test
  void the_declared_result_type_decides() throws Exception {
    engine.eval("function compare(a, b) return a - b end function call() return 5 end");
    Comparator<?> comparator = engine.getInterface(Comparator.class);
    @SuppressWarnings("unchecked") // The script compares numbers.
    Comparator<Integer> numbers = (Comparator<Integer>) comparator;
    assertTrue(numbers.compare(1, 2) < 0);
    assertEquals(5, engine.getInterface(Callable.class).call());
    engine.eval("function compare() return 'x' end");
    assertThrows(ClassCastException.class, () -> numbers.compare(1, 2));
  }

  @Test
  void an_interface_reports_script_errors() throws ScriptException {
    engine.eval("function greet() error('boom') end function call() error('bang') end");
    Greeter greeter = engine.getInterface(Greeter.class);
    LuaCallException e = assertThrows(LuaCallException.class, () -> greeter.greet("x"));
    assertTrue(e.getCause() instanceof ScriptException);
    Callable<?> callable = engine.getInterface(Callable.class);
    assertThrows(ScriptException.class, callable::call);
  }

  @Test
  void an_interface_returns_nil_and_text_without_failing() throws ScriptException {
    engine.eval("function greet() return nil, 'a remark' end");
    assertNull(engine.getInterface(Greeter.class).greet("x"));
  }
}
