package org.moonwire.bench.sockets;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.zip.Deflater;

/**
 * The server of the benchmark, in a process of its own. It sends every payload back as it came, be
 * it compressed, or answers each message with a flood; it never compresses while it is measured.
 */
public final class BenchServer {
  private static final int BUFFER = 1 << 16;

  private final Socket socket;
  private final DataInputStream in;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream(2 * BUFFER);
  private byte[] payload = new byte[BUFFER];
  private boolean deflate;
  private int floodSize;

  private BenchServer(Socket socket) throws IOException {
    this.socket = socket;
    socket.setTcpNoDelay(true);
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), BUFFER));
  }

  /** Prints the ports for ws and wss, and ends with its standard input. */
  public static void main(String[] args) throws Exception {
    InetAddress here = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    ServerSocket plain = new ServerSocket(0, 100, here);
    ServerSocket tls =
        PeerMain.context(Path.of(args[0]))
            .getServerSocketFactory()
            .createServerSocket(0, 100, here);
    System.out.println(plain.getLocalPort() + " " + tls.getLocalPort());
    start(() -> accept(plain));
    start(() -> accept(tls));
    System.in.transferTo(OutputStream.nullOutputStream());
    System.exit(0);
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "bench-server");
    thread.setDaemon(true);
    thread.start();
  }

  private static void accept(ServerSocket listener) {
    try {
      while (true) {
        Socket socket = listener.accept();
        start(() -> serve(socket));
      }
    } catch (IOException e) {
      System.err.println(e);
    }
  }

  private static void serve(Socket socket) {
    try (socket) {
      BenchServer server = new BenchServer(socket);
      server.upgrade();
      while (server.frame()) {
        if (server.in.available() == 0 || server.out.size() > BUFFER) {
          server.flush();
        }
      }
      server.flush();
    } catch (IOException e) {
      // The client is through.
      return;
    }
  }

  private void flush() throws IOException {
    out.writeTo(socket.getOutputStream());
    out.reset();
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = in.readUnsignedByte(); b != '\n'; b = in.readUnsignedByte()) {
      line.append((char) b);
    }
    return line.toString().strip();
  }

  private void upgrade() throws IOException {
    String request = line();
    int size = request.indexOf("size=");
    floodSize = size < 0 ? 0 : Integer.parseInt(request.substring(size + 5).split("[ &]")[0]);
    String key = "";
    for (String header = line(); !header.isEmpty(); header = line()) {
      String lower = header.toLowerCase(Locale.ROOT);
      if (lower.startsWith("sec-websocket-key:")) {
        key = header.substring(18).strip();
      } else if (lower.startsWith("sec-websocket-extensions:")) {
        deflate = lower.contains("permessage-deflate") && request.contains("deflate");
      }
    }
    String extension = deflate ? "Sec-WebSocket-Extensions: permessage-deflate\r\n" : "";
    String head =
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Accept: "
            + accept(key)
            + "\r\n"
            + extension
            + "\r\n";
    out.write(head.getBytes(ISO_8859_1));
    flush();
  }

  private static String accept(String key) {
    try {
      byte[] text = (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(ISO_8859_1);
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-1", e);
    }
  }

  /** False after a close frame. */
  private boolean frame() throws IOException {
    int first = in.readUnsignedByte();
    int length = in.readUnsignedByte() & 0x7f;
    if (length == 126) {
      length = in.readUnsignedShort();
    } else if (length == 127) {
      length = (int) in.readLong();
    }
    int mask = in.readInt();
    if (payload.length < length) {
      payload = new byte[length];
    }
    in.readFully(payload, 0, length);
    unmask(length, mask);
    int opcode = first & 0x0f;
    if (floodSize > 0 && opcode < 8) {
      flood();
    } else {
      write(opcode == 9 ? 0x8a : first, payload, length);
    }
    return opcode != 8;
  }

  private void unmask(int length, int mask) {
    ByteBuffer bytes = ByteBuffer.wrap(payload, 0, length);
    int i = 0;
    for (; i + 4 <= length; i += 4) {
      bytes.putInt(i, bytes.getInt(i) ^ mask);
    }
    for (int shift = 24; i < length; i++, shift -= 8) {
      payload[i] ^= (byte) (mask >> shift);
    }
  }

  private void write(int first, byte[] data, int length) {
    out.write(first);
    if (length < 126) {
      out.write(length);
    } else if (length < 65_536) {
      out.write(126);
      out.write(length >> 8);
      out.write(length);
    } else {
      out.write(127);
      out.writeBytes(ByteBuffer.allocate(8).putLong(length).array());
    }
    out.write(data, 0, length);
  }

  private void flood() throws IOException {
    byte[] message = new byte[floodSize];
    Arrays.fill(message, (byte) 'x');
    byte[] data = deflate ? deflated(message) : message;
    for (int i = 0; i < Work.FLOOD; i++) {
      write(deflate ? 0xc1 : 0x81, data, data.length);
      if (out.size() > BUFFER) {
        flush();
      }
    }
    flush();
  }

  private static byte[] deflated(byte[] message) {
    Deflater deflater = new Deflater(6, true);
    deflater.setInput(message);
    byte[] piece = new byte[message.length + 100];
    int count = deflater.deflate(piece, 0, piece.length, Deflater.SYNC_FLUSH);
    deflater.end();
    return Arrays.copyOf(piece, count - 4);
  }
}
