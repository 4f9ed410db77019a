package org.moonwire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.File;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.script.ScriptException;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Runs what {@code README.md} shows: its Lua here, its Java as part of this file. */
class GuideTest {
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w+)\n(.*?)^```");

  /** What a customer wants. */
  public record Order(String product, int count) {}

  /** An object of the application. */
  public static final class Shop {
    private String owner = "Ann";

    public String getOwner() {
      return owner;
    }

    public void setOwner(String newOwner) {
      owner = newOwner;
    }

    public String sell(Order order) {
      return order.count() + " " + order.product();
    }

    public long total(List<Long> prices) {
      return prices.stream().mapToLong(price -> price).sum();
    }

    public String greet(String greeting, Object... guests) {
      return greeting + " " + Arrays.asList(guests);
    }

    public void open(TimeUnit unit, Runnable whenOpen) throws IOException {
      if (unit == TimeUnit.DAYS) {
        throw new IOException("closed");
      }
      whenOpen.run();
    }
  }

  private static LuaEngine engine() {
    HostAccess access =
        HostAccess.builder()
            .packages("java.time")
            .classes(BigDecimal.class, Order.class)
            .members(System.Logger.Level.class, "valueOf")
            .build();
    LuaEngine engine = LuaEngine.builder().hostAccess(access).build();
    engine.put("names", new ArrayList<>(List.of("Ada", "Bob")));
    engine.put("ages", new TreeMap<>(Map.of("Ada", 36, "Bob", 41)));
    engine.put("primes", new int[] {2, 3, 5});
    engine.put("birthday", LocalDate.of(1815, 12, 10));
    engine.put("shop", new Shop());
    return engine;
  }

  private static Stream<String> blocks(String language) throws IOException {
    return BLOCK
        .matcher(Files.readString(Path.of("README.md")))
        .results()
        .filter(block -> block.group(1).equals(language))
        .map((MatchResult block) -> block.group(2));
  }

  @TestFactory
  Stream<DynamicTest> every_script_runs() throws IOException {
    return blocks("lua")
        .map(script -> dynamicTest(script.lines().toList().get(0), () -> run(script)));
  }

  private static void run(String script) throws ScriptException {
    try (LuaEngine engine = engine()) {
      engine.eval(script);
    }
  }

  @Test
  void every_piece_of_java_is_part_of_this_test() throws IOException {
    Path source = Path.of("src/test/java/org/moonwire/engine/GuideTest.java");
    String here = flat(Files.readString(source));
    assertEquals(7, blocks("java").count());
    for (String block : blocks("java").toList()) {
      assertTrue(here.contains(flat(block)), block);
    }
  }

  private static String flat(String text) {
    return text.lines().map(String::strip).collect(Collectors.joining("\n")).strip();
  }

  @Test
  void a_function_is_an_interface() throws ScriptException {
    try (LuaEngine engine = engine()) {
      LuaFunction twice = (LuaFunction) engine.eval("return function(x) return 2 * x end");
      IntUnaryOperator operator = twice.as(IntUnaryOperator.class);
      assertEquals(42, operator.applyAsInt(21));
    }
  }

  @Test
  void aHostOpensSingleMembers() throws ScriptException {
    HostAccess members = HostAccess.builder().members(File.class, "exists", "length").build();
    try (LuaEngine engine = LuaEngine.builder().hostAccess(members).build()) {
      engine.put("file", new File("no such file"));
      assertEquals(false, engine.eval("return file:exists()"));
      assertThrows(ScriptException.class, () -> engine.eval("file:delete()"));
    }
  }

  @Test
  void an_exception_is_the_direct_cause() {
    try (LuaEngine engine = engine()) {
      ScriptException e =
          assertThrows(ScriptException.class, () -> engine.eval("shop:open('DAYS', print)"));
      assertInstanceOf(IOException.class, e.getCause());
    }
  }
}
