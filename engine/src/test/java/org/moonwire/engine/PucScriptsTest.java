package org.moonwire.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.sun.management.OperatingSystemMXBean;
import java.io.ByteArrayOutputStream;
import java.io.StringWriter;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.script.ScriptContext;
import javax.script.ScriptEngine;
import javax.script.ScriptException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Whole scripts print what PUC Lua 5.2.4 printed, recorded by {@code differential/record.lua}. */
class PucScriptsTest {
  @BeforeAll
  static void collectWheneverAsked() {
    System.setProperty("moonwire.collectgarbage", "always");
  }

  @AfterAll
  static void collectAsUsual() {
    System.clearProperty("moonwire.collectgarbage");
  }

  @TestFactory
  Stream<DynamicTest> interpreted() {
    return rows(false);
  }

  @TestFactory
  Stream<DynamicTest> compiled() {
    return rows(true);
  }

  @Test
  void os_clock_is_the_time_of_processors() throws ScriptException {
    try (LuaEngine engine = engine(false)) {
      double before = processorSeconds();
      double read = ((Number) engine.eval("return os.clock()")).doubleValue();
      assertTrue(before <= read && read <= processorSeconds());
    }
  }

  private static double processorSeconds() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime()
        / 1e9;
  }

  private static Stream<DynamicTest> rows(boolean compiled) {
    return TestData.rows("/differential/scripts.tsv")
        .map(row -> dynamicTest(row[0], () -> assertEquals(row[1], run(row[0], compiled))));
  }

  private static LuaEngine engine(boolean compiled) {
    System.setProperty("moonwire.compiler.calls", "0");
    try {
      return LuaEngine.builder()
          .grant("io", "os", "dofile", "loadfile", "debug", "package", "string.dump")
          .compiler(compiled)
          .build();
    } finally {
      System.clearProperty("moonwire.compiler.calls");
    }
  }

  /** Takes bytes as they are. */
  private static final class ByteWriter extends StringWriter implements WritableByteChannel {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public int write(ByteBuffer source) {
      int n = source.remaining();
      bytes.write(source.array(), source.arrayOffset() + source.position(), n);
      source.position(source.limit());
      return n;
    }

    @Override
    public boolean isOpen() {
      return true;
    }
  }

  private static String run(String script, boolean compiled) {
    ByteWriter out = new ByteWriter();
    try (LuaEngine engine = engine(compiled)) {
      ScriptContext context = engine.getContext();
      context.setWriter(out);
      context.setErrorWriter(Writer.nullWriter());
      engine.put(ScriptEngine.FILENAME, "script.lua");
      engine.put(ScriptEngine.ARGV, new String[0]);
      engine.put("moonwire.interpreter", "lua");
      engine.eval(script);
    } catch (ScriptException e) {
      // What lua would say of it on its standard error does not count.
      return escaped(out.bytes.toString(ISO_8859_1));
    }
    return escaped(out.bytes.toString(ISO_8859_1));
  }

  private static String escaped(String text) {
    return text.chars().mapToObj(PucScriptsTest::escaped).collect(Collectors.joining());
  }

  private static String escaped(int c) {
    return switch (c) {
      case '\\' -> "\\\\";
      case '\n' -> "\\n";
      case '\t' -> "\\t";
      default -> c < ' ' || c > '~' ? String.format("\\x%02x", c) : String.valueOf((char) c);
    };
  }
}
