package org.moonwire.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.script.ScriptException;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.moonwire.engine.LuaEngine;

/** What comes from outside, or is to go there, is within the memory limit of who has it opened. */
@Timeout(120)
class ReceivedMemoryTest {
  private static final long LIMIT = 16 << 20;
  private static final long BOUND = 2 * LIMIT + (8 << 20);

  /** What the servers send, which are in this JVM, too. */
  private static final byte[] ZEROS = new byte[65536];

  /** Opens 40 connections and reads from none. */
  private static final String UNREAD =
      """
      local websocket, time = require("websocket"), require("time")
      clients = {}
      for i = 1, 40 do
        local client, err = websocket.connect(url, { read_limit = 2 ^ 27 })
        clients[i] = assert(client, err)
      end
      time.sleep("700ms")
      gc()
      """;

  private static long live() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static void frame(OutputStream out, int first, int length) throws IOException {
    ByteBuffer frame = ByteBuffer.allocate(10).put((byte) first);
    if (length < 126) {
      frame.put((byte) length);
    } else if (length < 65536) {
      frame.put((byte) 126).putShort((short) length);
    } else {
      frame.put((byte) 127).putLong(length);
    }
    out.write(frame.array(), 0, frame.position());
    for (int left = length; left > 0; left -= ZEROS.length) {
      out.write(ZEROS, 0, Math.min(left, ZEROS.length));
    }
  }

  private static String within(String script, RawServer.Talk talk) throws Exception {
    long[] peak = {0};
    long before = live();
    String result;
    try (RawServer server =
            new RawServer(
                client -> {
                  RawServer.upgrade(client);
                  talk.with(client);
                });
        LuaEngine engine =
            LuaEngine.builder().memory(LIMIT).timeout(Duration.ofSeconds(60)).build()) {
      engine.put("url", server.url());
      engine.put("gc", (Runnable) () -> peak[0] = Math.max(peak[0], live()));
      result = outcome(engine, script);
      peak[0] = Math.max(peak[0], live());
    }
    long held = peak[0] - before;
    assertTrue(held <= BOUND, (held >> 20) + " MB live over " + (BOUND >> 20));
    return result;
  }

  private static String outcome(LuaEngine engine, String script) {
    try {
      return String.valueOf(engine.eval(script));
    } catch (ScriptException e) {
      return e.getMessage();
    }
  }

  @TestFactory
  Stream<DynamicTest> of_what_nobody_reads() {
    return Stream.of(100, 100_000, 5_000_000)
        .map(
            length ->
                DynamicTest.dynamicTest(
                    "messages of " + length,
                    () ->
                        within(
                            UNREAD,
                            client -> {
                              OutputStream out =
                                  new BufferedOutputStream(client.getOutputStream(), 1 << 16);
                              while (true) {
                                frame(out, 0x82, length);
                              }
                            })));
  }

  @Test
  void of_messages_without_end() throws Exception {
    within(
        UNREAD,
        client -> {
          OutputStream out = client.getOutputStream();
          frame(out, 0x02, 100_000);
          while (true) {
            frame(out, 0x00, 100_000);
          }
        });
  }

  @Test
  void a_script_that_reads_gets_everything() throws Exception {
    String result =
        within(
            """
            local websocket = require("websocket")
            local client = assert(websocket.connect(url))
            require("time").sleep("300ms")
            local bytes = 0
            for message in client:messages() do
              bytes = bytes + #message.data
              if bytes == 100 * 300000 then return "all" end
            end
            return bytes
            """,
            client -> {
              OutputStream out = client.getOutputStream();
              for (int i = 0; i < 100; i++) {
                frame(out, 0x82, 300_000);
              }
              client.getInputStream().read();
            });
    assertEquals("all", result);
  }

  @TestFactory
  Stream<DynamicTest> of_what_nobody_takes() {
    return Stream.of("(''):rep(0)", "('x'):rep(10)", "('x'):rep(1e6) .. i")
        .map(
            text ->
                DynamicTest.dynamicTest(
                    text,
                    () ->
                        within(
                            """
                            local websocket, time = require("websocket"), require("time")
                            local client = assert(websocket.connect(url, { write_timeout = "50s" }))
                            local ok, err = pcall(function()
                              for i = 1, 3e5 do
                                coroutine.spawn(function() client:send(TEXT) end)
                              end
                              time.sleep("500ms")
                            end)
                            gc()
                            """
                                .replace("TEXT", text),
                            client -> TimeUnit.SECONDS.sleep(60))));
  }
}
