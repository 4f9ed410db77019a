package org.moonwire.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.moonwire.engine.LuaEngine;
import org.moonwire.engine.channel.Channel;

/** Messages that do not fit in memory, in both directions, and peers that make them endless. */
@Timeout(60)
class MessageStreamTest {
  private static final int MIB = 1 << 20;

  /** What a script may hold while a message goes by that is many times as long. */
  private static final long MEMORY = 4 * MIB;

  private static final String COUNT =
      """
      local client = assert(websocket.connect(url, { stream = true, compression = 1, control_frames = control }))
      local message = client:channel():receive("30s")
      local length = 0
      while true do
        local piece, ok, err = message.data:receive("30s")
        if not ok then
          assert(not err, err)
          break
        end
        length = length + #piece
        if pause then pause:receive("10ms") end
      end
      return length
      """;

  /** The sockets' buffers of both sides, the loop's, and what is in the channel. */
  private static final long MAX_AHEAD = 16 * MIB;

  private final AtomicLong written = new AtomicLong();

  private static LuaEngine engine() {
    return LuaEngine.builder().memory(MEMORY).timeout(Duration.ofMinutes(5)).build();
  }

  private static void header(OutputStream out, int first, long length) throws Exception {
    out.write(first);
    out.write(127);
    for (int shift = 56; shift >= 0; shift -= 8) {
      out.write((int) (length >>> shift));
    }
  }

  /** Sends one binary message in a single frame. */
  private void sendLong(Socket client, long length) throws Exception {
    RawServer.upgrade(client);
    OutputStream out = client.getOutputStream();
    header(out, 0x82, length);
    byte[] part = new byte[MIB];
    for (long sent = 0; sent < length; sent += part.length) {
      out.write(part);
      written.addAndGet(part.length);
    }
    new DataInputStream(client.getInputStream()).readFully(new byte[1]);
  }

  private void receives(long length) throws Exception {
    try (RawServer server = new RawServer(client -> sendLong(client, length));
        LuaEngine engine = engine()) {
      engine.put("url", server.url());
      assertEquals((double) length, ((Number) engine.eval(COUNT)).doubleValue());
    }
  }

  @Test
  void sixty_four_megabytes_pass_through_a_script_that_may_hold_four() throws Exception {
    receives(64L * MIB);
  }

  @Test
  @Tag("soak")
  @Timeout(600)
  void and_so_do_four_gigabytes() throws Exception {
    receives(4096L * MIB);
  }

  @Test
  void a_slow_reader_holds_the_server_back() throws Exception {
    try (RawServer server = new RawServer(client -> sendLong(client, 64L * MIB));
        LuaEngine engine = engine()) {
      engine.put("url", server.url());
      Channel pause = new Channel(0);
      engine.put("pause", pause);
      CompletableFuture<Object> read = CompletableFuture.supplyAsync(() -> eval(engine, COUNT));
      long before = -1;
      while (written.get() == 0 || before != written.get()) {
        before = written.get();
        // Ten of the script's pauses: enough for 640 KiB.
        TimeUnit.MILLISECONDS.sleep(100);
        if (before > MAX_AHEAD) {
          break;
        }
      }
      assertTrue(written.get() <= MAX_AHEAD + 2 * MIB, written.get() + " bytes were taken");
      pause.close();
      assertEquals(64.0 * MIB, ((Number) read.get(50, TimeUnit.SECONDS)).doubleValue());
    }
  }

  private static Object eval(LuaEngine engine, String script) {
    try {
      return engine.eval(script);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private void sends(long length) throws Exception {
    CompletableFuture<Long> received = new CompletableFuture<>();
    try (RawServer server = new RawServer(client -> received.complete(readMessage(client)));
        LuaEngine engine = engine()) {
      engine.put("url", server.url());
      engine.put("count", length / MIB);
      engine.eval(
          """
          local client = assert(websocket.connect(url))
          local stream = assert(client:send_stream(websocket.BINARY))
          for i = 1, count do assert(stream:write(("x"):rep(2^20))) end
          assert(stream:close())
          """);
      assertEquals(length, received.get(30, TimeUnit.SECONDS));
    }
  }

  /** The length of a message in any number of frames. */
  private static long readMessage(Socket client) throws Exception {
    RawServer.upgrade(client);
    DataInputStream in = new DataInputStream(client.getInputStream());
    long total = 0;
    int first;
    do {
      first = in.readUnsignedByte();
      long length = in.readUnsignedByte() & 0x7f;
      length = length == 126 ? in.readUnsignedShort() : length == 127 ? in.readLong() : length;
      in.readInt();
      in.skipNBytes(length);
      total += length;
    } while ((first & 0x80) == 0);
    return total;
  }

  @Test
  void sixty_four_megabytes_are_sent_by_a_script_that_may_hold_four() throws Exception {
    sends(64L * MIB);
  }

  @Test
  @Tag("soak")
  @Timeout(600)
  void and_so_are_four_gigabytes() throws Exception {
    sends(4096L * MIB);
  }

  @Test
  void a_bomb_goes_off_in_pieces() throws Exception {
    byte[] bomb = bomb(128);
    try (RawServer server =
            new RawServer(
                client -> {
                  deflating(client);
                  OutputStream out = client.getOutputStream();
                  header(out, 0xc2, bomb.length);
                  out.write(bomb);
                  new DataInputStream(client.getInputStream()).readFully(new byte[1]);
                });
        LuaEngine engine = engine()) {
      engine.put("url", server.url());
      assertEquals(128.0 * MIB, ((Number) engine.eval(COUNT)).doubleValue());
    }
  }

  private static byte[] bomb(int mib) {
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    deflater.setInput(new byte[mib * MIB]);
    byte[] out = new byte[MIB];
    int length = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
    deflater.end();
    return Arrays.copyOf(out, length - 4);
  }

  private static void deflating(Socket client) throws Exception {
    String key = RawServer.header(client, "sec-websocket-key");
    RawServer.say(
        client,
        "HTTP/1.1 101 X\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
            + Peer.acceptKey(key)
            + "\r\nSec-WebSocket-Extensions: permessage-deflate\r\n\r\n");
  }

  @Test
  void tiny_fragments_and_pings_between_them_are_a_message_all_the_same() throws Exception {
    receivesFragments(100_000);
  }

  @Test
  @Tag("soak")
  void so_are_a_million() throws Exception {
    receivesFragments(MIB);
  }

  /** Fragments of one byte, with as many pings between them. */
  private static void receivesFragments(int fragments) throws Exception {
    try (RawServer server =
            new RawServer(
                client -> {
                  RawServer.upgrade(client);
                  OutputStream out = new BufferedOutputStream(client.getOutputStream(), MIB);
                  out.write(new byte[] {2, 1, 7});
                  for (int i = 1; i < fragments; i++) {
                    out.write(new byte[] {0, 1, 7, (byte) 0x89, 0});
                  }
                  out.write(new byte[] {(byte) 0x80, 0});
                  out.flush();
                  new DataInputStream(client.getInputStream()).skipNBytes(Long.MAX_VALUE);
                });
        LuaEngine engine = engine()) {
      engine.put("url", server.url());
      engine.put("control", true);
      assertEquals((double) fragments, ((Number) engine.eval(COUNT)).doubleValue());
    }
  }

  /** Who wants nothing more of an endless message is not kept busy for ever. */
  @Test
  @Tag("soak")
  @Timeout(300)
  void an_endless_message_that_nobody_wants_ends_the_connection() throws Exception {
    try (RawServer server = new RawServer(client -> sendLong(client, 1L << 50));
        LuaEngine engine = engine()) {
      engine.put("url", server.url());
      Object code =
          engine.eval(
              """
              local client = assert(websocket.connect(url, { stream = true }))
              client:channel():receive("30s").data:close()
              while select(2, client:channel():receive("100s")) do end
              return client:close_info().code
              """);
      assertEquals(1009, code);
    }
  }
}
