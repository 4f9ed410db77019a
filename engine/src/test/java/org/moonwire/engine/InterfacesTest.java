package org.moonwire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.IntBinaryOperator;
import java.util.function.Supplier;
import javax.script.ScriptException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Java interfaces implemented by functions and tables, and called through their public types. */
class InterfacesTest {
  private final LuaEngine engine = LuaEngine.builder().build();

  @AfterEach
  void close() {
    engine.close();
  }

  /** A logger as SLF4J declares one. */
  public interface Logger {
    /** Logs. */
    void info(String text);

    /** Logs. */
    void info(String format, Object arg);

    /** Logs. */
    void info(String format, Object arg1, Object arg2);

    /** Logs. */
    void info(String format, Object... args);

    /** Logs. */
    void info(String text, Throwable thrown);

    /** A default method. */
    default String level() {
      return "info";
    }
  }

  private static final class HiddenLogger implements Logger {
    private final List<String> calls = new ArrayList<>();

    @Override
    public void info(String text) {
      calls.add("1 " + text);
    }

    @Override
    public void info(String format, Object arg) {
      calls.add("2 " + format + arg);
    }

    @Override
    public void info(String format, Object arg1, Object arg2) {
      calls.add("3 " + format + arg1 + arg2);
    }

    @Override
    public void info(String format, Object... args) {
      calls.add("n " + format + Arrays.toString(args));
    }

    @Override
    public void info(String text, Throwable thrown) {
      calls.add("t " + text + thrown.getMessage());
    }
  }

  @Test
  void a_logger_of_a_hidden_class_is_called_as_java_would() throws ScriptException {
    HiddenLogger log = new HiddenLogger();
    engine.put("log", log);
    engine.put("thrown", new IOException("gone"));
    engine.eval(
        "log:info('x') log:info('x', 1) log:info('x', 1, 'y') log:info('x', 1, 2.5, true)\n"
            + "log:info('x', nil, nil) log:info('x', thrown)");
    assertEquals(
        List.of("1 x", "2 x1", "3 x1y", "n x[1, 2.5, true]", "3 xnullnull", "t xgone"), log.calls);
    assertEquals("info", engine.eval("return log:level()"));
  }

  /** A generic interface, whose implementations have bridge methods. */
  public interface Transformer<T extends Comparable<T>> {
    /** Transforms. */
    T transform(T value);
  }

  /** Has two methods {@code transform}: its own and the bridge. */
  public static final class Doubler implements Transformer<Integer> {
    @Override
    public Integer transform(Integer value) {
      return value * 2;
    }
  }

  @Test
  void bridge_methods_are_no_overloads() throws ScriptException {
    engine.put("o", new Doubler());
    assertEquals(42, engine.eval("return o:transform(21)"));
  }

  /** A builder whose methods return a subtype, through bridges. */
  public abstract static class Base<B extends Base<B>> {
    final StringBuilder text = new StringBuilder();

    /** Adds. */
    public abstract B with(String part);

    /** Builds. */
    public String build() {
      return text.toString();
    }
  }

  /** The subtype. */
  public static final class Special extends Base<Special> {
    @Override
    public Special with(String part) {
      text.append(part);
      return this;
    }

    /** Only here. */
    public Special twice(String part) {
      return with(part).with(part);
    }
  }

  @Test
  void a_builder_of_a_subtype_is_chained() throws ScriptException {
    engine.put("o", new Special());
    assertEquals("abb", engine.eval("return o:with('a'):twice('b'):build()"));
  }

  /** An interface with several methods. */
  public interface Listener {
    /** Required. */
    String opened(String name);

    /** Required. */
    int closed(int code, String reason);

    /** Optional. */
    default String failed(String why) {
      return "default " + why;
    }
  }

  /** Takes interfaces. */
  public static final class Host {
    private Listener last;

    /** Calls back. */
    public String drive(Listener listener) {
      last = listener;
      return listener.opened("n") + listener.closed(7, "r") + listener.failed("w");
    }

    /** Gives it back. */
    public Listener last() {
      return last;
    }

    /** By result type. */
    public String pick(Runnable r) {
      return "runnable";
    }

    /** By result type. */
    public String pick(Supplier<Object> s) {
      return "supplier " + s.get();
    }

    /** Primitive parameters. */
    public int fold(IntBinaryOperator f) {
      return f.applyAsInt(3, 4);
    }

    /** Two objects. */
    public Object both(BiFunction<Object, Object, Object> f) {
      return f.apply("a", List.of(1));
    }
  }

  @Test
  void a_table_implements_an_interface() throws ScriptException {
    engine.put("o", new Host());
    String table =
        "{ n = 1, opened = function(self, name) return name .. self.n end,"
            + " closed = function(self, code, reason) return code + #reason end ";
    assertEquals("n18default w", engine.eval("return o:drive(" + table + "})"));
    assertEquals(
        "n18mine w",
        engine.eval(
            "return o:drive(" + table + ", failed = function(_, w) return 'mine ' .. w end})"));
  }

  @Test
  void a_table_that_went_to_java_as_an_interface_comes_back_as_itself() throws ScriptException {
    engine.put("o", new Host());
    String script =
        "local t = { opened = function() return '' end, closed = function() return 0 end }\n"
            + "o:drive(t) return o:last() == t";
    assertEquals(true, engine.eval(script));
  }

  @Test
  void a_table_without_a_required_function_does_not_fit() {
    engine.put("o", new Host());
    for (String table : List.of("{}", "{opened = function() end}", "{opened = 1, closed = 2}")) {
      assertThrows(ScriptException.class, () -> engine.eval("o:drive(" + table + ")"), table);
    }
  }

  @Test
  void errors_of_a_table_reach_the_script_through_java() throws ScriptException {
    engine.put("o", new Host());
    String script =
        "local e = {}\n"
            + "local ok, v = pcall(o.drive, o, {opened = function() error(e) end,"
            + " closed = function() return 0 end})\n"
            + "return not ok and v == e";
    assertEquals(true, engine.eval(script));
  }

  @Test
  void a_result_of_the_wrong_type_is_an_error() {
    engine.put("o", new Host());
    String script =
        "o:drive({opened = function() return '' end, closed = function() return 'x' end})";
    assertThrows(ScriptException.class, () -> engine.eval(script));
  }

  @Test
  void of_functional_overloads_the_one_with_a_result_is_called() throws ScriptException {
    engine.put("o", new Host());
    assertEquals("supplier 1", engine.eval("return o:pick(function() return 1 end)"));
  }

  @Test
  void functions_take_primitives_and_objects() throws ScriptException {
    engine.put("o", new Host());
    assertEquals(12, engine.eval("return o:fold(function(a, b) return a * b end)"));
    assertEquals("a1", engine.eval("return o:both(function(a, l) return a .. l[1] end)"));
  }

  @Test
  void default_methods_of_a_functional_interface_work() throws ScriptException {
    Comparator<?> comparator =
        ((LuaFunction) engine.eval("return function(a, b) return a - b end")).as(Comparator.class);
    @SuppressWarnings("unchecked") // The function compares numbers.
    Comparator<Object> reversed = (Comparator<Object>) comparator.reversed();
    assertTrue(reversed.compare(1, 2) > 0);
  }

  @Test
  void a_host_exception_keeps_its_identity_through_script_and_back() throws ScriptException {
    IllegalStateException thrown = new IllegalStateException("mine");
    Supplier<Object> failing =
        () -> {
          throw thrown;
        };
    engine.put("o", failing);
    ScriptException e = assertThrows(ScriptException.class, () -> engine.eval("return o()"));
    assertSame(thrown, e.getCause());
  }
}
