package org.moonwire.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.moonwire.engine.LuaEngine;

/** A process that was stopped for a while, as by a debugger, does not blame the peer for it. */
@Timeout(120)
class StoppedProcessTest {
  private static final Path KILL = Path.of("/bin/kill");

  /** Talks to an echo server for a while, and prints how it ended. */
  static final class Talker {
    private Talker() {}

    public static void main(String[] url) throws Exception {
      try (LuaEngine engine = LuaEngine.builder().build()) {
        engine.put("url", url[0]);
        System.out.println(
            engine.eval(
                """
                local client = assert(require("websocket").connect(url, {
                  read_timeout = "3s", keepalive = { interval = "50ms", timeout = "2s" },
                }))
                print("open")
                for i = 1, 20 do
                  client:send("hello")
                  local message, ok = client:channel():receive()
                  if not ok then
                    local info = client:close_info()
                    return "ended " .. info.code .. " " .. info.reason
                  end
                  local pong, err = client:ping("x", { wait = "3s" })
                  if err then return tostring(err) end
                  time.sleep("50ms")
                end
                return "well"
                """));
      }
    }
  }

  private static void signal(String name, Process process) throws Exception {
    Process kill =
        new ProcessBuilder(KILL.toString(), "-" + name, "" + process.pid()).inheritIO().start();
    assertEquals(0, kill.waitFor());
  }

  @Test
  void its_own_pause_is_not_the_silence_of_the_peer() throws Exception {
    assumeTrue(Files.isExecutable(KILL), "no kill here");
    try (EchoServer server = EchoServer.start()) {
      Process talker =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  Talker.class.getName(),
                  "ws://127.0.0.1:" + server.port() + "/echo")
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      try (BufferedReader out = talker.inputReader(UTF_8)) {
        assertEquals("open", out.readLine());
        for (int i = 0; i < 2; i++) {
          signal("STOP", talker);
          // The pause itself: longer than every limit.
          TimeUnit.MILLISECONDS.sleep(4500);
          signal("CONT", talker);
          TimeUnit.MILLISECONDS.sleep(130);
        }
        assertEquals("well", out.readLine());
      } finally {
        talker.destroyForcibly();
      }
    }
  }
}
