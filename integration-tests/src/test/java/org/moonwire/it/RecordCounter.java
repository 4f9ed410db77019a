package org.moonwire.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/**
 * A TLS server for one WebSocket client that sends back what it gets: round after round of many
 * messages at a time. It counts the records in which the answers come.
 */
final class RecordCounter implements AutoCloseable {
  private static final int MESSAGES = 50;
  private static final int MAX_ROUNDS = 5000;

  /** Header, mask and payload of an answer. */
  private static final int ANSWER = 2 + 4 + 8;

  private static final int ENOUGH = 3;

  private final ServerSocket listener;
  private final CompletableFuture<Integer> fewest = new CompletableFuture<>();

  RecordCounter(SSLContext context) throws IOException {
    InetAddress here = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    listener = context.getServerSocketFactory().createServerSocket(0, 1, here);
    Thread thread = new Thread(this::serve, "record counter");
    thread.setDaemon(true);
    thread.start();
  }

  String url() {
    return "wss://127.0.0.1:" + listener.getLocalPort() + "/";
  }

  /** In how few records the answers to a round came. */
  int fewest() throws Exception {
    return fewest.get(10, TimeUnit.SECONDS);
  }

  private void serve() {
    try (Socket socket = listener.accept()) {
      upgrade(socket);
      int least = MESSAGES;
      for (int round = 0; round < MAX_ROUNDS && least > ENOUGH; round++) {
        socket.getOutputStream().write(messages());
        least = Math.min(least, countRecords(socket.getInputStream()));
      }
      fewest.complete(least);
      socket.getOutputStream().write(new byte[] {(byte) 0x88, 0});
      socket.getInputStream().readAllBytes();
    } catch (IOException e) {
      fewest.completeExceptionally(e);
    }
  }

  private static void upgrade(Socket socket) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) socket.getInputStream().read());
    }
    int start = head.indexOf("Sec-WebSocket-Key: ") + 19;
    String answer =
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Accept: "
            + Peer.acceptKey(head.substring(start, start + 24))
            + "\r\n\r\n";
    socket.getOutputStream().write(answer.getBytes(ISO_8859_1));
  }

  private static byte[] messages() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < MESSAGES; i++) {
      out.write(0x81);
      out.write(8);
      out.writeBytes("a answer".getBytes(US_ASCII));
    }
    return out.toByteArray();
  }

  /** Every read takes one record. */
  private static int countRecords(InputStream in) throws IOException {
    byte[] buffer = new byte[1 << 15];
    int records = 0;
    for (int left = MESSAGES * ANSWER; left > 0; records++) {
      left -= in.read(buffer);
    }
    return records;
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
