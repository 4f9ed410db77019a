package org.moonwire.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The server's end of one connection: the handshake and the frames of RFC 6455. Writing is safe
 * from any thread.
 */
final class Peer {

  private static final String ACCEPT_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  private final Socket socket;
  private final DataInputStream in;
  private final OutputStream out;
  private final HttpRequest request;

  /** Null unless compression was agreed on. */
  private ServerDeflate deflate;

  Peer(Socket socket) throws IOException {
    this.socket = socket;
    socket.setTcpNoDelay(true);
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    out = socket.getOutputStream();
    request = HttpRequest.read(in);
  }

  HttpRequest request() {
    return request;
  }

  void refuse(int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    String head =
        "HTTP/1.1 "
            + status
            + " Refused\r\nContent-Type: text/plain\r\nContent-Length: "
            + bytes.length;
    writeRaw((head + "\r\nConnection: close\r\n\r\n" + body).getBytes(UTF_8));
  }

  /**
   * Accepts the upgrade; with {@code deflate=1} in the query compression too, if it was offered.
   */
  void accept(String extraHeaders) throws IOException {
    String offer = request.header("Sec-WebSocket-Extensions");
    if (request.param("deflate", 0) == 1 && offer.startsWith("permessage-deflate")) {
      String answer = offer.replaceFirst("; client_max_window_bits$", "");
      deflate = new ServerDeflate(offer.contains("no_context_takeover"));
      acceptWithKey(
          acceptKey(request.header("Sec-WebSocket-Key")),
          extraHeaders + "Sec-WebSocket-Extensions: " + answer + "\r\n");
      return;
    }
    acceptWithKey(acceptKey(request.header("Sec-WebSocket-Key")), extraHeaders);
  }

  void acceptWithKey(String key, String extraHeaders) throws IOException {
    String head =
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Accept: "
            + key
            + "\r\n"
            + extraHeaders
            + "\r\n";
    writeRaw(head.getBytes(ISO_8859_1));
  }

  static String acceptKey(String key) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-1").digest((key + ACCEPT_SUFFIX).getBytes(ISO_8859_1));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-1", e);
    }
  }

  /** Reads one frame; throws {@link EOFException} at the end of the stream. */
  Frame read() throws IOException {
    int first = in.readUnsignedByte();
    int second = in.readUnsignedByte();
    if ((second & 0x80) == 0) {
      throw new IOException("the client sent a frame without a mask");
    }
    long length = second & 0x7f;
    if (length == 126) {
      length = in.readUnsignedShort();
    } else if (length == 127) {
      length = in.readLong();
    }
    byte[] mask = in.readNBytes(4);
    byte[] payload = in.readNBytes(Math.toIntExact(length));
    if (payload.length < length) {
      throw new EOFException("the client left within a frame");
    }
    for (int i = 0; i < payload.length; i++) {
      payload[i] ^= mask[i & 3];
    }
    return new Frame(first & 0x0f, (first & 0x80) != 0, (first & 0x40) != 0, payload);
  }

  void sendText(String text) throws IOException {
    send(new Frame(Frame.TEXT, true, text.getBytes(UTF_8)));
  }

  /** Returns the content of a message that consists of {@code payload}. */
  byte[] content(boolean compressed, byte[] payload) throws IOException {
    return compressed ? deflate.inflate(payload) : payload;
  }

  void send(Frame frame) throws IOException {
    boolean whole = frame.fin() && (frame.opcode() == Frame.TEXT || frame.opcode() == Frame.BINARY);
    if (deflate != null && whole) {
      write(new Frame(frame.opcode(), true, true, deflate.deflate(frame.payload())));
    } else {
      write(frame);
    }
  }

  private void write(Frame frame) throws IOException {
    byte[] payload = frame.payload();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(payload.length + 10);
    bytes.write((frame.fin() ? 0x80 : 0) | (frame.compressed() ? 0x40 : 0) | frame.opcode());
    if (payload.length < 126) {
      bytes.write(payload.length);
    } else if (payload.length < 65536) {
      bytes.write(126);
      writeLength(bytes, payload.length, 2);
    } else {
      bytes.write(127);
      writeLength(bytes, payload.length, 8);
    }
    bytes.write(payload);
    writeRaw(bytes.toByteArray());
  }

  private static void writeLength(ByteArrayOutputStream bytes, long length, int size) {
    for (int shift = 8 * (size - 1); shift >= 0; shift -= 8) {
      bytes.write((int) (length >>> shift) & 0xff);
    }
  }

  /**
   * Sends a close frame; code 1005 stands for an empty body. The reader then waits for the answer.
   */
  void sendClose(int code, String reason) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    if (code != 1005) {
      writeLength(body, code, 2);
      body.write(reason.getBytes(UTF_8));
    }
    send(new Frame(Frame.CLOSE, true, body.toByteArray()));
  }

  synchronized void writeRaw(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  /** Drops the TCP connection; no close frame is sent. */
  void drop() throws IOException {
    socket.close();
  }
}
