package org.moonwire.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import javax.management.ObjectName;
import org.moonwire.it.EchoServer;

/**
 * Deploys an application, has it open connections and block coroutines, takes it away, many times;
 * and looks at what is left of it in this JVM.
 */
public final class Redeployment {
  private static final int CONNECTIONS = 3;
  private static final int GOING_AWAY = 1001;
  private static final long WAIT_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final WebServer server;
  private final Path war = Path.of(System.getProperty("war")).toAbsolutePath().normalize();

  public Redeployment(WebServer server) {
    this.server = server;
  }

  /** Does it so many times; fails if something goes wrong or stays. */
  public void check(int times) throws Exception {
    Set<String> before = Set.of();
    for (int i = 0; i < times; i++) {
      once();
      if (i == 0) {
        // The server's own beans are there from the first time on.
        before = beans();
      }
    }
    assertEquals(times, loaders().size());
    settle("threads of the application: " + threads(), () -> threads().size());
    settle("class loaders", Redeployment::reachable);
    assertEquals(before, beans());
  }

  private void once() throws Exception {
    try (EchoServer echo = EchoServer.start()) {
      String url = URLEncoder.encode(echo.url("/echo"), StandardCharsets.UTF_8);
      String application = server.deploy(war);
      assertEquals("hello", get(application + "/talk?url=" + url));
      server.undeploy();
      for (int i = 0; i < CONNECTIONS; i++) {
        assertEquals(GOING_AWAY, echo.awaitVisit().awaitEnding().code());
      }
    }
  }

  /** On a connection that is closed: servers remember the latest application of an open one. */
  private static String get(String url) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
    connection.setRequestProperty("Connection", "close");
    try (InputStream answer = connection.getInputStream()) {
      return new String(answer.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /**
   * Without those that servers make for each connection of theirs, or for their cluster, which
   * starts when it likes.
   */
  private static Set<String> beans() {
    return ManagementFactory.getPlatformMBeanServer().queryNames(null, null).stream()
        .map(ObjectName::getCanonicalName)
        .filter(name -> !name.contains("type=RequestProcessor"))
        .filter(name -> !name.startsWith("com.hazelcast:"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("moonwire"))
        .collect(Collectors.toList());
  }

  @SuppressWarnings("unchecked") // the servlet puts it there
  private static Collection<WeakReference<ClassLoader>> loaders() {
    return (Collection<WeakReference<ClassLoader>>) System.getProperties().get("moonwire.loaders");
  }

  private static int reachable() {
    System.gc();
    List<ClassLoader> left = new ArrayList<>();
    loaders().forEach(loader -> left.add(loader.get()));
    left.removeIf(loader -> loader == null);
    return left.size();
  }

  private static void settle(String what, IntSupplier left) {
    long end = System.nanoTime() + WAIT_TIMEOUT_NANOS;
    while (left.getAsInt() > 0 && System.nanoTime() < end) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
    assertEquals(0, left.getAsInt(), what);
  }
}
