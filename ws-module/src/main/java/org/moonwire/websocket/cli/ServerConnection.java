package org.moonwire.websocket.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * One client of a {@link EchoListener}: a thread reads, by {@link #read}, another writes what is
 * queued.
 */
final class ServerConnection implements Closeable {
  /** RFC 6455, section 1.3. */
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  /** How long the last messages may take when we close. */
  static final long WRITE_TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(2);

  private static final int MAX_REQUEST = 16 << 10;
  private static final int MAX_QUEUED = 64;
  private static final int HANDSHAKE_MILLIS = 10_000;
  private static final int NO_STATUS = 1005;

  private final Socket socket;
  private final int number;
  private final BlockingQueue<ServerFrames.Message> queue = new ArrayBlockingQueue<>(MAX_QUEUED);
  private final Thread writing;

  // The reading thread's.
  private DataInputStream in;
  private ServerFrames.Reader frames;
  private String ending = "1006";

  ServerConnection(Socket socket, int number) {
    this.socket = socket;
    this.number = number;
    this.writing = new Thread(this::write, "moonwire-listen-out-" + number);
    writing.setDaemon(true);
  }

  int number() {
    return number;
  }

  String peer() {
    return socket.getInetAddress().getHostAddress() + ":" + socket.getPort();
  }

  /** How the connection was closed: the client's code and reason, 1006 if it was lost. */
  String ending() {
    return ending;
  }

  /** Answers the request (RFC 6455, section 4.2) and returns its path. */
  String handshake(String protocol) throws IOException {
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(HANDSHAKE_MILLIS);
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    String[] lines = request().split("\r\n", -1);
    String[] words = lines[0].split(" ", -1);
    Map<String, String> headers = headers(lines);
    String key = headers.get("sec-websocket-key");
    boolean upgrade =
        words.length == 3
            && words[0].equals("GET")
            && headers.getOrDefault("upgrade", "").equalsIgnoreCase("websocket");
    if (key == null || !upgrade) {
      answer("HTTP/1.1 426 Upgrade Required\r\nUpgrade: websocket\r\nConnection: close\r\n\r\n");
      throw new IOException("it is no WebSocket client");
    }
    boolean agreed =
        protocol != null
            && Arrays.stream(headers.getOrDefault("sec-websocket-protocol", "").split(",", -1))
                .anyMatch(offered -> offered.strip().equals(protocol));
    answer(
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + ("Sec-WebSocket-Accept: " + accept(key) + "\r\n")
            + (agreed ? "Sec-WebSocket-Protocol: " + protocol + "\r\n" : "")
            + "\r\n");
    socket.setSoTimeout(0);
    frames = new ServerFrames.Reader(in);
    writing.start();
    return words[1];
  }

  private String request() throws IOException {
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    while (!request.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
      int b = in.read();
      if (b < 0 || request.size() > MAX_REQUEST) {
        throw new IOException(b < 0 ? "it ended within its request" : "its request is too long");
      }
      request.write(b);
    }
    return request.toString(ISO_8859_1);
  }

  private static Map<String, String> headers(String[] lines) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String line : lines) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
        headers.merge(name, line.substring(colon + 1).strip(), (a, b) -> a + "," + b);
      }
    }
    return headers;
  }

  private static String accept(String key) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(US_ASCII));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private void answer(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    socket.getOutputStream().flush();
  }

  /** The next message; pings are answered. Null when the client has closed. */
  ServerFrames.Message read() throws IOException, InterruptedException {
    try {
      while (true) {
        ServerFrames.Message message = frames.next();
        switch (message.opcode()) {
          case ServerFrames.CLOSE -> {
            closed(message.data());
            return null;
          }
          case ServerFrames.PING ->
              send(new ServerFrames.Message(ServerFrames.PONG, message.data()));
          case ServerFrames.PONG -> {}
          default -> {
            return message;
          }
        }
      }
    } catch (ServerFrames.ViolationException e) {
      end(e.code(), e.getMessage());
      throw e;
    }
  }

  private void closed(byte[] data) {
    ByteBuffer content = ByteBuffer.wrap(data);
    int code = data.length < 2 ? NO_STATUS : content.getShort() & 0xffff;
    String reason = UTF_8.decode(content).toString();
    ending = reason.isEmpty() ? "" + code : code + ": " + reason;
    if (code == NO_STATUS) {
      boolean unused = offer(new ServerFrames.Message(ServerFrames.CLOSE, new byte[0]));
    } else {
      end(code, reason);
    }
  }

  /** Queues a message, waiting for room: then the client is not read, and has to wait as well. */
  void send(ServerFrames.Message message) throws InterruptedException {
    // The writer ends if the client does.
    boolean queued = false;
    while (!queued && writing.isAlive()) {
      queued = queue.offer(message, 1, TimeUnit.SECONDS);
    }
  }

  /** Queues a message if there is room. */
  boolean offer(ServerFrames.Message message) {
    return queue.offer(message);
  }

  /** Closes the connection once what is queued has been written. */
  void end(int code, String reason) {
    ServerFrames.Message close = ServerFrames.close(code, reason);
    while (!queue.offer(close)) {
      queue.poll();
    }
  }

  private void write() {
    try (OutputStream out = new BufferedOutputStream(socket.getOutputStream())) {
      ServerFrames.Message message;
      do {
        message = queue.take();
        ServerFrames.write(out, message);
      } while (message.opcode() != ServerFrames.CLOSE);
    } catch (IOException e) {
      // The reading thread says so.
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for the end of the writing thread up to a moment of {@link System#nanoTime}. */
  void awaitWritten(long deadline) {
    try {
      long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      writing.join(Math.max(1, millis));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() throws IOException {
    if (frames != null) {
      awaitWritten(System.nanoTime() + WRITE_TIMEOUT_NANOS);
    }
    socket.close();
    writing.interrupt();
  }
}
