package org.moonwire.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moonwire.hosts.JMeter.Sample;
import org.moonwire.it.EchoServer;

/** JMeter's way past one machine: a controller and two servers, here on one interface. */
@Tag("soak")
class DistributedTest {
  private static final int NODES = 2;
  private static final int THREADS = 20;
  private static final int LOOPS = 10;
  private static final long WAIT_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(60);

  @TempDir private Path folder;

  private final List<Process> nodes = new ArrayList<>();
  private final List<String> addresses = new ArrayList<>();
  private Path policy;

  @BeforeEach
  void startNodes() throws Exception {
    policy = folder.resolve("policy.yaml");
    Files.copy(Path.of("src/test/resources/policy.yaml"), policy);
    new JMeter(folder);
    for (int i = 0; i < NODES; i++) {
      startNode(freePort(), folder.resolve("node" + i + ".log"));
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private void startNode(int port, Path log) throws IOException {
    List<String> jvm = List.of("-Dmoonwire.policy=" + policy, "-Dserver_port=" + port);
    List<String> command =
        JMeter.command(jvm, "-s", "-Jserver.rmi.ssl.disable=true", "-j", log + ".jmeter");
    nodes.add(
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start());
    addresses.add("127.0.0.1:" + port);
    long end = System.nanoTime() + WAIT_TIMEOUT_NANOS;
    while (!Files.readString(log).contains("Created remote object") && System.nanoTime() < end) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
    assertTrue(Files.readString(log).contains("Created remote object"), Files.readString(log));
  }

  @AfterEach
  void stopNodes() throws Exception {
    for (Process node : nodes) {
      node.destroy();
      assertTrue(node.waitFor(10, TimeUnit.SECONDS));
    }
  }

  private List<Sample> run(String url) throws Exception {
    return new JMeter(folder)
        .run(
            "talk.jmx",
            "-R",
            String.join(",", addresses),
            "-Jserver.rmi.ssl.disable=true",
            "-Gurl=" + url,
            "-Gthreads=" + THREADS,
            "-Gloops=" + LOOPS);
  }

  @Test
  void connections_and_results_of_all_nodes_add_up() throws Exception {
    try (EchoServer server = EchoServer.start()) {
      List<Sample> samples = run(server.url("/echo"));
      assertEquals(NODES * THREADS * LOOPS, samples.size());
      assertEquals(samples.size(), successes(samples));
      for (int i = 0; i < NODES * THREADS; i++) {
        server.awaitVisit();
      }
      assertFalse(server.hasVisit());
    }
  }

  @Test
  void a_policy_file_that_changes_binds_every_node_from_then_on() throws Exception {
    try (EchoServer server = EchoServer.start()) {
      assertEquals(NODES * THREADS * LOOPS, successes(run(server.url("/echo"))));
      Path next = folder.resolve("next.yaml");
      Files.writeString(next, Files.readString(policy).replace("ws://127.0.0.1*", "ws://other*"));
      Files.move(next, policy, StandardCopyOption.REPLACE_EXISTING);
      awaitNewPolicy(server);
      List<Sample> samples = run(server.url("/echo"));
      assertEquals(NODES * THREADS * LOOPS, samples.size());
      assertEquals(0, successes(samples));
    }
  }

  /**
   * Scripts that run make the nodes look for a new file. It takes them two looks a second apart,
   * and those that run beside the second may still be under the old one, so it may take three runs.
   */
  private void awaitNewPolicy(EchoServer server) throws Exception {
    long end = System.nanoTime() + WAIT_TIMEOUT_NANOS;
    while (successes(run(server.url("/echo"))) > 0) {
      assertTrue(System.nanoTime() < end, "a node is still under the old policy");
    }
  }

  private static long successes(List<Sample> samples) {
    return samples.stream().filter(Sample::success).count();
  }
}
