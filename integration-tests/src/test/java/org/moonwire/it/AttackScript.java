package org.moonwire.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.zip.Deflater;

/**
 * The steps of an attack, one a line; {@code #} starts a comment.
 *
 * <ul>
 *   <li>{@code request}: reads the upgrade request.
 *   <li>{@code upgrade}: reads it and accepts it; what follows on the line is one more header.
 *   <li>{@code head TEXT}: sends a line and CR LF; {@code $accept} stands for the right key.
 *   <li>{@code text TEXT}: sends text with the escapes {@code \r}, {@code \n}, {@code \0}, {@code
 *       \xHH}.
 *   <li>{@code hex BYTES}, {@code repeat N BYTES}, {@code trickle MS BYTES}: sends bytes, once, N
 *       times, or one every MS milliseconds.
 *   <li>{@code slowly MS TEXT}: as {@code text}, one byte every MS milliseconds.
 *   <li>{@code pad N}: sends the letter a, N times.
 *   <li>{@code bomb MIB}: sends a binary message of so many MiB of zeros, compressed.
 *   <li>{@code wait MS}, {@code fin} (half-close), {@code reset}, {@code silence} (until the client
 *       ends).
 * </ul>
 */
final class AttackScript {
  private static final Pattern HEX = Pattern.compile("\\\\x([0-9a-f]{2})");

  private final Socket socket;
  private final DataInputStream in;
  private final OutputStream out;
  private final Runnable watch;
  private String accept = "";
  private boolean silent;

  AttackScript(Socket socket, DataInputStream in, Runnable watch) throws IOException {
    this.socket = socket;
    this.in = in;
    this.out = socket.getOutputStream();
    this.watch = watch;
  }

  /** True if nobody watches what the client does. */
  boolean silentAboutEnd() {
    return silent;
  }

  void perform(List<String> steps, boolean deaf) throws IOException {
    silent = true;
    for (String line : steps) {
      String step = line.replaceFirst("\\s*#.*", "");
      if (!step.isBlank()) {
        String[] words = step.split(" ", 2);
        perform(words[0], words.length > 1 ? words[1] : "");
        if (silent && !deaf && !accept.isEmpty()) {
          silent = false;
          watch.run();
        }
      }
    }
  }

  private void perform(String verb, String rest) throws IOException {
    switch (verb) {
      case "request" -> readRequest();
      case "upgrade" -> upgrade(rest);
      case "head" -> send((rest.replace("$accept", accept) + "\r\n").getBytes(ISO_8859_1));
      case "text" -> send(text(rest));
      case "hex" -> send(bytes(rest));
      case "repeat" -> repeat(rest);
      case "trickle", "slowly" -> trickle(rest, verb.equals("slowly"));
      case "pad" -> send("a".repeat(Integer.parseInt(rest)).getBytes(ISO_8859_1));
      case "bomb" -> bomb(Integer.parseInt(rest));
      case "wait" -> pause(Integer.parseInt(rest));
      case "fin" -> socket.shutdownOutput();
      case "reset" -> reset();
      case "silence" -> awaitEnd();
      default -> throw new AssertionError("unknown step `" + verb + "`");
    }
  }

  private void readRequest() throws IOException {
    String key = "";
    for (String line = line(); !line.isEmpty(); line = line()) {
      if (line.toLowerCase(Locale.ROOT).startsWith("sec-websocket-key:")) {
        key = line.substring(18).strip();
      }
    }
    accept = Peer.acceptKey(key);
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.readUnsignedByte(); b != '\n'; b = in.readUnsignedByte()) {
      line.write(b);
    }
    return line.toString(ISO_8859_1).strip();
  }

  private void upgrade(String header) throws IOException {
    readRequest();
    String head =
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Accept: "
            + accept
            + (header.isEmpty() ? "" : "\r\n" + header)
            + "\r\n\r\n";
    send(head.getBytes(ISO_8859_1));
  }

  private byte[] text(String escaped) {
    String plain =
        escaped
            .replace("$accept", accept)
            .replace("\\r", "\r")
            .replace("\\n", "\n")
            .replace("\\0", "\0");
    return HEX.matcher(plain)
        .replaceAll(found -> String.valueOf((char) HexFormat.fromHexDigits(found.group(1))))
        .getBytes(ISO_8859_1);
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  private void repeat(String rest) throws IOException {
    String[] words = rest.split(" ", 2);
    byte[] one = bytes(words[1]);
    int left = Integer.parseInt(words[0]);
    int atOnce = Math.min(left, Math.max(1, 16_384 / one.length));
    byte[] many = new byte[one.length * atOnce];
    for (int i = 0; i < many.length; i++) {
      many[i] = one[i % one.length];
    }
    while (left > 0) {
      int now = Math.min(left, atOnce);
      out.write(many, 0, now * one.length);
      left -= now;
    }
    out.flush();
  }

  private void trickle(String rest, boolean isText) throws IOException {
    String[] words = rest.split(" ", 2);
    for (byte b : isText ? text(words[1]) : bytes(words[1])) {
      send(new byte[] {b});
      pause(Integer.parseInt(words[0]));
    }
  }

  /** The same compressed MiB again and again: what refers back finds the zeros before it. */
  private void bomb(int mebibytes) throws IOException {
    Deflater deflater = new Deflater(9, true);
    byte[] first = mebibyte(deflater);
    byte[] next = mebibyte(deflater);
    deflater.end();
    long length = first.length + (long) next.length * (mebibytes - 1);
    send(bytes("c27f" + HexFormat.of().toHexDigits(length)));
    send(first);
    for (int i = 1; i < mebibytes; i++) {
      send(next);
    }
  }

  private static byte[] mebibyte(Deflater deflater) {
    deflater.setInput(new byte[1 << 20]);
    byte[] out = new byte[1 << 16];
    return Arrays.copyOf(out, deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH));
  }

  private void send(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  private static void pause(int millis) {
    long end = System.nanoTime() + millis * 1_000_000L;
    for (long left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  /** Waits for the end of the client, or of the test. */
  private void awaitEnd() throws IOException {
    if (silent) {
      in.transferTo(OutputStream.nullOutputStream());
    }
  }
}
