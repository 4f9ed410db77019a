package org.moonwire.engine.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Walks all that the JDK exports for members that look like doors: they take or belong to a file or
 * an address and fail with an IOException, give a thread, process, connection, class or loader
 * without an object, or set something for the whole JVM. Each is closed by {@code doors.txt} or
 * excused by {@code harmless.txt}, so that one that a new JDK brings is red.
 */
class JdkDoorsTest {
  private static final Set<Class<?>> PLACES =
      Set.of(
          File.class,
          Path.class,
          URL.class,
          URI.class,
          SocketAddress.class,
          InetAddress.class,
          java.io.FileDescriptor.class);

  private static final Set<Class<?>> HANDLES =
      Set.of(
          Process.class,
          Thread.class,
          Class.class,
          ClassLoader.class,
          java.util.concurrent.Executor.class,
          java.net.Socket.class,
          java.net.ServerSocket.class,
          java.net.DatagramSocket.class,
          java.net.URLConnection.class,
          java.nio.channels.Channel.class,
          java.nio.channels.Selector.class,
          java.nio.file.FileSystem.class,
          java.sql.Connection.class,
          java.security.Provider.class,
          java.util.Timer.class,
          java.util.logging.Handler.class,
          javax.management.MBeanServerConnection.class,
          javax.naming.Context.class,
          javax.script.ScriptEngine.class);

  private static final Set<String> EXPORTED =
      ModuleLayer.boot().modules().stream()
          .flatMap(
              m -> m.getDescriptor() == null ? Stream.of() : m.getDescriptor().exports().stream())
          .filter(e -> !e.isQualified())
          .map(e -> e.source())
          .collect(Collectors.toSet());

  private static boolean isAny(Class<?> type, Set<Class<?>> of) {
    Class<?> element = type;
    while (element.isArray()) {
      element = element.getComponentType();
    }
    Class<?> c = element;
    return of.stream().anyMatch(t -> t.isAssignableFrom(c));
  }

  private static boolean fails(Executable member) {
    return Arrays.stream(member.getExceptionTypes()).anyMatch(IOException.class::isAssignableFrom);
  }

  private static boolean looksLikeADoor(Class<?> type, Executable member) {
    boolean isStatic = member instanceof Constructor || Modifier.isStatic(member.getModifiers());
    List<Class<?>> parameters = Arrays.asList(member.getParameterTypes());
    Class<?> result = member instanceof Method m ? m.getReturnType() : type;
    boolean names = parameters.contains(String.class) && member instanceof Constructor;
    boolean places = parameters.stream().anyMatch(t -> isAny(t, PLACES)) || isAny(type, PLACES);
    boolean sets = isStatic && result == void.class && member.getName().startsWith("set");
    return ((places || names) && fails(member)) || (isStatic && isAny(result, HANDLES)) || sets;
  }

  private static boolean isReachable(Class<?> type, Executable member) {
    boolean isStatic = member instanceof Constructor || Modifier.isStatic(member.getModifiers());
    boolean makesNothing =
        member instanceof Constructor && Modifier.isAbstract(type.getModifiers());
    return !makesNothing
        && !(isStatic && GrantedTypes.isClosed(type))
        && Arrays.stream(member.getParameterTypes()).noneMatch(ClosedTypes::contains)
        && !(member instanceof Method m && ClosedTypes.contains(m.getReturnType()));
  }

  private static Set<String> open(Class<?> type) {
    List<Executable> members = new ArrayList<>(List.of(type.getConstructors()));
    Arrays.stream(type.getMethods())
        .filter(m -> m.getDeclaringClass() == type)
        .forEach(members::add);
    return members.stream()
        .filter(m -> looksLikeADoor(type, m) && isReachable(type, m))
        .map(m -> m instanceof Constructor ? "new" : m.getName())
        .filter(name -> ClosedMembers.reason(type, name) == null)
        .map(name -> type.getName() + " " + name)
        .collect(Collectors.toSet());
  }

  private static Stream<Class<?>> exported(Path file) {
    String name = file.subpath(2, file.getNameCount()).toString().replace('/', '.');
    String folder = file.subpath(2, file.getNameCount() - 1).toString().replace('/', '.');
    if (!EXPORTED.contains(folder)) {
      return Stream.of();
    }
    try {
      Class<?> type =
          Class.forName(
              name.substring(0, name.length() - ".class".length()),
              false,
              ClassLoader.getSystemClassLoader());
      return OpenTypes.contains(type) && !ClosedTypes.contains(type)
          ? Stream.of(type)
          : Stream.of();
    } catch (ClassNotFoundException | LinkageError e) {
      return Stream.of();
    }
  }

  @Test
  void noMemberOfTheJdkLeadsOut() throws IOException {
    Set<String> open = new TreeSet<>();
    int[] types = {0};
    Path modules = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/modules");
    try (Stream<Path> files = Files.walk(modules)) {
      files
          .filter(f -> f.toString().endsWith(".class") && f.getNameCount() > 3)
          .flatMap(JdkDoorsTest::exported)
          .forEach(
              type -> {
                types[0]++;
                open.addAll(open(type));
              });
    }
    assertTrue(types[0] > 3000, "only " + types[0] + " types were found");
    open.removeAll(harmless());
    assertEquals(Set.of(), open);
  }

  private static Set<String> harmless() throws IOException {
    try (var in = JdkDoorsTest.class.getResourceAsStream("/access/harmless.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> line.contains("|"))
          .map(line -> line.substring(0, line.indexOf('|')).strip())
          .collect(Collectors.toSet());
    }
  }

  @Test
  void everyRowHasAReasonAndAKnownForm() throws IOException {
    try (var in = Doors.class.getResourceAsStream("doors.txt")) {
      List<String> wrong =
          new String(in.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> !line.isBlank() && !line.startsWith("#"))
              .filter(line -> !line.matches("(type|class) \\S+ +\\| .+|member \\S+ \\S+ +\\| .+"))
              .toList();
      assertEquals(List.of(), wrong);
    }
  }
}
