package org.moonwire.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.moonwire.engine.LuaEngine;

/** Names as networks of containers have them, looked up by the JVM itself. */
@Timeout(120)
class HostsFileTest {
  @TempDir private Path folder;

  /** Connects to each argument and prints what comes back. */
  static final class Caller {
    private Caller() {}

    public static void main(String[] urls) throws Exception {
      try (LuaEngine engine = LuaEngine.builder().build()) {
        for (String url : urls) {
          engine.put("url", url);
          System.out.println(
              engine.eval(
                  "local c = assert(require('websocket').connect(url)) c:send('hello')"
                      + " return c:receive():receive().data"));
        }
      }
    }
  }

  @Test
  void a_name_with_an_underscore_is_dialled() throws Exception {
    Path hosts = folder.resolve("hosts");
    Files.writeString(hosts, "127.0.0.1 my_service a_b.c_d _x\n");
    try (EchoServer server = EchoServer.start()) {
      String[] args = {
        "-Djdk.net.hosts.file=" + hosts,
        "-cp",
        System.getProperty("java.class.path"),
        Caller.class.getName(),
        "ws://my_service:" + server.port() + "/echo",
        "ws://a_b.c_d:" + server.port() + "/echo",
        "ws://_x:" + server.port() + "/echo"
      };
      ChildJvm.Outcome outcome = new ChildJvm(folder).run(args);
      assertEquals(
          List.of("hello", "hello", "hello"), outcome.out().lines().toList(), outcome.err());
    }
  }
}
