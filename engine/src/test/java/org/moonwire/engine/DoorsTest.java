package org.moonwire.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Timer;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import javax.naming.InitialContext;
import javax.script.ScriptException;
import javax.xml.transform.TransformerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What bound objects must not lead to: the rows of {@code access/doors.txt}. */
class DoorsTest {
  private static final ExecutorService POOL = Executors.newSingleThreadExecutor();
  private static final Timer TIMER = new Timer(true);

  @AfterAll
  static void end() {
    POOL.shutdown();
    TIMER.cancel();
  }

  /** Takes what others write. */
  private static final class Spy extends Handler {
    @Override
    public void publish(LogRecord record) {}

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  private static Object object(String name, Path file) throws Exception {
    return switch (name) {
      case "file" -> file.toFile();
      case "path" -> file;
      case "uri" -> file.toUri();
      case "url" -> file.toUri().toURL();
      case "logger" -> Logger.getLogger("org.moonwire.test.doors");
      case "mbeans" -> ManagementFactory.getPlatformMBeanServer();
      case "pool" -> POOL;
      case "timer" -> TIMER;
      case "naming" -> new InitialContext();
      case "client" -> HttpClient.newHttpClient();
      case "objects" -> new ObjectInputStream(new ByteArrayInputStream(serialized()));
      case "process" -> ProcessHandle.current();
      case "transformer" -> TransformerFactory.newInstance().newTransformer();
      case "address" -> InetAddress.getLoopbackAddress();
      case "spring" -> Made.of("org.springframework.beans.factory.BeanFactory", "getBean");
      case "groovy" -> Made.of("groovy.lang.MetaClass", "evaluate");
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static byte[] serialized() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(List.of(1));
    }
    return bytes.toByteArray();
  }

  @TestFactory
  Stream<DynamicTest> boundObjectsLeadNowhere(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("secret.txt"), "secret");
    List<String> rows =
        Files.readAllLines(Path.of(DoorsTest.class.getResource("/access/doors.txt").toURI()), UTF_8)
            .stream()
            .filter(line -> !line.startsWith("#"))
            .toList();
    assertFalse(rows.isEmpty());
    return rows.stream().map(row -> dynamicTest(row, () -> attack(row, file)));
  }

  private static void attack(String row, Path file) throws Exception {
    String[] parts = row.split("\\|", 2);
    String script = parts[1].strip();
    String attempt = script.contains(" = ") ? script : "return " + script;
    try (LuaEngine engine = LuaEngine.builder().build()) {
      engine.put("o", object(parts[0].strip(), file));
      engine.put("handler", new Spy());
      ScriptException e = assertThrows(ScriptException.class, () -> engine.eval(attempt));
      assertTrue(
          e.getMessage().contains("closed to scripts")
              || e.getMessage().contains("not open to scripts")
              || e.getMessage().contains("nil")
              || e.getMessage().contains("attempt to call"),
          e.getMessage());
      assertEquals("secret", Files.readString(file));
    }
  }

  @Test
  void whatIsHarmlessStaysOpen(@TempDir Path folder) throws Exception {
    try (LuaEngine engine = LuaEngine.builder().build()) {
      engine.put("file", new File("a/b.txt"));
      engine.put("path", folder.resolve("x.txt"));
      engine.put("uri", URI.create("http://h/p?q"));
      engine.put("log", Logger.getLogger("org.moonwire.test.doors"));
      assertEquals("b.txt", engine.eval("return file.name .. ''"));
      assertEquals("x.txt", engine.eval("return tostring(path.fileName)"));
      assertEquals("q", engine.eval("return uri.query"));
      engine.eval("log:fine('x') return file:getParentFile(), path:resolve('y'), file:toPath()");
    }
  }

  @Test
  void aHostGrantsSingleMembers(@TempDir Path folder) throws Exception {
    HostAccess access =
        HostAccess.builder()
            .members(File.class, "exists", "length")
            .members(java.util.concurrent.ExecutorService.class, "submit")
            .build();
    Path file = Files.writeString(folder.resolve("a"), "12345");
    try (LuaEngine engine = LuaEngine.builder().hostAccess(access).build()) {
      engine.put("file", file.toFile());
      engine.put("pool", POOL);
      assertEquals(5, engine.eval("return file:exists() and file:length()"));
      assertEquals(7, engine.eval("return pool:submit(function() return 7 end):get()"));
      assertThrows(ScriptException.class, () -> engine.eval("file:delete()"));
      assertThrows(ScriptException.class, () -> engine.eval("pool:shutdown()"));
    }
  }

  @Test
  void aGrantOfAClassOpensNothingThatIsClosed(@TempDir Path folder) throws Exception {
    HostAccess access =
        HostAccess.builder()
            .classes(File.class, Files.class)
            .packages("java.io", "java.util.concurrent")
            .build();
    try (LuaEngine engine = LuaEngine.builder().hostAccess(access).build()) {
      engine.put("name", folder.resolve("made").toString());
      assertEquals("made", engine.eval("return java.type('java.io.File')(name).name"));
      for (String attempt :
          new String[] {
            "java.type('java.io.File')(name):createNewFile()",
            "java.type('java.io.FileWriter')(name)",
            "java.type('java.io.FileOutputStream').new(name)",
            "java.type('java.io.PrintWriter')(name)",
            "java.type('java.io.File').createTempFile('a', 'b')",
            "java.type('java.nio.file.Files').createFile(java.type('java.io.File')(name):toPath())",
            "java.type('java.util.concurrent.ForkJoinPool').commonPool()",
            "java.type('java.util.concurrent.CompletableFuture').runAsync(print)",
          }) {
        assertThrows(ScriptException.class, () -> engine.eval(attempt), attempt);
      }
      assertFalse(Files.exists(folder.resolve("made")));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdk.jshell.JShell",
        "com.sun.tools.attach.VirtualMachine",
        "com.sun.jdi.Bootstrap",
        "java.io.ObjectInputStream",
        "java.lang.management.ManagementFactory",
        "java.net.http.HttpClient",
        "java.rmi.Naming",
        "java.rmi.registry.LocateRegistry",
        "java.security.Security",
        "java.sql.DriverManager",
        "java.util.Timer",
        "java.util.concurrent.Executors",
        "java.util.concurrent.ForkJoinPool",
        "java.util.concurrent.ThreadPoolExecutor",
        "java.util.logging.LogManager",
        "java.util.prefs.Preferences",
        "javax.management.MBeanServerFactory",
        "javax.naming.InitialContext",
        "javax.tools.ToolProvider",
        "javax.xml.transform.TransformerFactory",
        "javax.xml.xpath.XPathFactory",
        "java.awt.Desktop"
      })
  void whatLeadsToTheJvmCannotBeGranted(String name) throws Exception {
    Class<?> type = Class.forName(name, false, ClassLoader.getSystemClassLoader());
    HostAccess.Builder builder = HostAccess.builder();
    assertThrows(IllegalArgumentException.class, () -> builder.classes(type));
    assertThrows(IllegalArgumentException.class, () -> builder.members(type, "new"));
    HostAccess access = builder.classes(name).packages(type.getPackageName()).build();
    try (LuaEngine engine = LuaEngine.builder().hostAccess(access).build()) {
      assertThrows(ScriptException.class, () -> engine.eval("return java.type('" + name + "')"));
    }
  }
}
