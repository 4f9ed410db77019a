package org.moonwire.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server for very many connections, for a process of its own: it upgrades whoever comes, sends a
 * short message back, answers a close frame with its own, and for each line of its input sends that
 * text to all. Listens at as many loopback addresses as its argument says, 1 by default: a client
 * has some 28,000 ports for each. Prints its port, and after each line sent how many microseconds
 * that took; ends when it is killed.
 */
final class IdleServer {
  private static final int BACKLOG = 4096;
  private static final Pattern KEY = Pattern.compile("(?i)sec-websocket-key: *(\\S+)");
  private static final byte[] CLOSE = {(byte) 0x88, 2, 3, (byte) 0xe8};

  /** What is to be sent to all; null if nothing. */
  private static final AtomicReference<String> BROADCAST = new AtomicReference<>();

  private IdleServer() {}

  public static void main(String[] args) throws IOException {
    Selector selector = Selector.open();
    int port = 0;
    int addresses = args.length == 0 ? 1 : Integer.parseInt(args[0]);
    for (int i = 1; i <= addresses; i++) {
      ServerSocketChannel listener = ServerSocketChannel.open();
      InetAddress here = InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) i});
      listener.bind(new InetSocketAddress(here, port), BACKLOG).configureBlocking(false);
      listener.register(selector, SelectionKey.OP_ACCEPT);
      port = listener.socket().getLocalPort();
    }
    System.out.println(port);
    Thread input = new Thread(() -> readLines(selector), "input");
    input.setDaemon(true);
    input.start();
    ByteBuffer buffer = ByteBuffer.allocate(4096);
    while (true) {
      selector.select();
      String text = BROADCAST.getAndSet(null);
      if (text != null) {
        sendToAll(selector, text);
      }
      for (SelectionKey key : selector.selectedKeys()) {
        if (key.isAcceptable()) {
          SocketChannel client = ((ServerSocketChannel) key.channel()).accept();
          client.configureBlocking(false).register(selector, SelectionKey.OP_READ);
        } else {
          serve(key, buffer.clear());
        }
      }
      selector.selectedKeys().clear();
    }
  }

  private static void readLines(Selector selector) {
    new BufferedReader(new InputStreamReader(System.in, UTF_8))
        .lines()
        .forEach(
            line -> {
              BROADCAST.set(line);
              selector.wakeup();
            });
  }

  /** A short text finds room in the buffers of a socket on which nothing is going on. */
  private static void sendToAll(Selector selector, String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    ByteBuffer frame = ByteBuffer.allocate(bytes.length + 2);
    frame.put((byte) 0x81).put((byte) bytes.length).put(bytes);
    long begun = System.nanoTime();
    for (SelectionKey key : selector.keys()) {
      if (key.isValid() && key.channel() instanceof SocketChannel client) {
        client.write(frame.rewind());
      }
    }
    System.out.println((System.nanoTime() - begun) / 1000);
  }

  /** A request or a frame of a well-behaved client comes whole. */
  private static void serve(SelectionKey key, ByteBuffer buffer) throws IOException {
    SocketChannel client = (SocketChannel) key.channel();
    int count;
    try {
      count = client.read(buffer);
    } catch (IOException e) {
      count = -1;
    }
    if (count < 0) {
      client.close();
    } else if (buffer.get(0) == 'G') {
      String request = ISO_8859_1.decode(buffer.flip()).toString();
      client.write(ByteBuffer.wrap(answer(request)));
    } else if (buffer.get(0) == CLOSE[0]) {
      client.write(ByteBuffer.wrap(CLOSE));
      client.close();
    } else {
      client.write(unmasked(buffer.flip()));
    }
  }

  /**
   * The message of a client that waits for its answer before it sends another, of 125 bytes at
   * most.
   */
  private static ByteBuffer unmasked(ByteBuffer frame) {
    int length = frame.get(1) & 0x7f;
    ByteBuffer answer = ByteBuffer.allocate(2 + length).put(frame.get(0)).put((byte) length);
    for (int i = 0; i < length; i++) {
      answer.put((byte) (frame.get(6 + i) ^ frame.get(2 + i % 4)));
    }
    return answer.flip();
  }

  private static byte[] answer(String request) {
    Matcher key = KEY.matcher(request);
    if (!key.find()) {
      throw new IllegalStateException("half a request");
    }
    String head =
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Accept: "
            + Peer.acceptKey(key.group(1))
            + "\r\n\r\n";
    return head.getBytes(ISO_8859_1);
  }
}
