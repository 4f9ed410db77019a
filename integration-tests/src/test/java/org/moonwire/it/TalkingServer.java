package org.moonwire.it;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.moonwire.engine.LuaEngine;
import org.moonwire.engine.LuaEngineBuilder;

/** A WebSocket server that does with each message what a test says. */
final class TalkingServer implements Closeable {
  private final RawServer server;
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();

  /** Answers one message, perhaps with nothing. */
  interface Answer {
    void to(Peer peer, Frame message, int connection) throws Exception;
  }

  /**
   * Starts a server.
   *
   * @param protocol the subprotocol that it picks; empty for none
   */
  TalkingServer(String protocol, Answer answer) throws IOException {
    this.server =
        new RawServer(
            client -> {
              Peer peer = new Peer(client);
              int connection = connections.incrementAndGet();
              peer.accept(protocol.isEmpty() ? "" : "Sec-WebSocket-Protocol: " + protocol + "\r\n");
              try {
                while (true) {
                  Frame frame = peer.read();
                  if (frame.opcode() == Frame.CLOSE) {
                    peer.sendClose(frame.closeCode(), frame.closeReason());
                    return;
                  } else if (!frame.isControl()) {
                    heard.add(frame.text());
                    answer.to(peer, frame, connection);
                  }
                }
              } catch (EOFException e) {
                return;
              }
            });
  }

  String url() {
    return server.url();
  }

  /** Runs a script whose global {@code url} is that of a server. */
  static void run(TalkingServer server, String script) throws Exception {
    run(LuaEngine.builder(), server.url(), script);
  }

  /** Runs a script with a global {@code url}. */
  static void run(LuaEngineBuilder builder, String url, String script) throws Exception {
    try (LuaEngine engine = builder.build()) {
      engine.put("url", url);
      engine.eval(script);
    }
  }

  /** Sends a binary message of these bytes. */
  static void bytes(Peer peer, int... bytes) throws Exception {
    byte[] payload = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      payload[i] = (byte) bytes[i];
    }
    peer.send(new Frame(Frame.BINARY, true, payload));
  }

  /** What clients have said, in order. */
  List<String> heard() {
    return heard;
  }

  int connections() {
    return connections.get();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
