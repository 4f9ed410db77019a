package org.moonwire.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.moonwire.engine.LuaEngine;

/** A process that was stopped for a while, as by a debugger, does not blame the peer for it. */
@Timeout(120)
class StoppedProcessTest {
  private static final Path KILL = Path.of("/bin/kill");

  /** Talks to an echo server until it is told to end, and prints how that went. */
  static final class Talker {
    private static final String CONNECT =
        """
        client = assert(require("websocket").connect(url, {
          read_timeout = "2s", keepalive = { interval = "50ms", timeout = "1500ms" },
        }))
        """;

    /** One question, and one ping; returns what went wrong. */
    private static final String ROUND =
        """
        client:send("hello")
        local message, more = client:channel():receive()
        if not more then
          local info = client:close_info()
          return "ended " .. info.code .. " " .. info.reason
        end
        local ok, answer = client:ping("x", { wait = "2s" })
        time.sleep("20ms")
        return not ok and tostring(answer) or nil
        """;

    private Talker() {}

    public static void main(String[] url) throws Exception {
      try (LuaEngine engine = LuaEngine.builder().build()) {
        engine.put("url", url[0]);
        engine.eval(CONNECT);
        System.out.println("open");
        Object wrong = null;
        while (wrong == null && System.in.available() == 0) {
          wrong = engine.eval(ROUND);
        }
        System.out.println(wrong == null ? "well" : wrong);
      }
    }
  }

  private static void signal(String name, Process process) throws Exception {
    String pid = "" + process.pid();
    new ProcessBuilder(KILL.toString(), "-" + name, pid).inheritIO().start().waitFor();
  }

  @Test
  void its_own_pause_is_not_the_silence_of_the_peer() throws Exception {
    assumeTrue(Files.isExecutable(KILL), "no kill here");
    try (EchoServer server = EchoServer.start()) {
      List<String> command = Program.shortJvm();
      command.addAll(List.of("-cp", System.getProperty("java.class.path")));
      command.addAll(List.of(Talker.class.getName(), server.url("/echo")));
      Process talker =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      try (BufferedReader out = talker.inputReader(UTF_8)) {
        assertEquals("open", out.readLine());
        for (int i = 0; i < 2; i++) {
          signal("STOP", talker);
          // The pause itself: longer than every limit.
          TimeUnit.MILLISECONDS.sleep(2500);
          signal("CONT", talker);
          TimeUnit.MILLISECONDS.sleep(130);
        }
        if (talker.isAlive()) { // one that has ended has said why
          talker.getOutputStream().write('\n');
          talker.getOutputStream().flush();
        }
        assertEquals("well", out.readLine());
      } finally {
        talker.destroyForcibly();
      }
    }
  }
}
