package org.moonwire.it;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server for very many connections, for a process of its own: it upgrades whoever comes, answers
 * a close frame with its own, and does nothing else. Prints its port; ends when it is killed.
 */
final class IdleServer {
  private static final int BACKLOG = 4096;
  private static final Pattern KEY = Pattern.compile("(?i)sec-websocket-key: *(\\S+)");
  private static final byte[] CLOSE = {(byte) 0x88, 2, 3, (byte) 0xe8};

  private IdleServer() {}

  public static void main(String[] args) throws IOException {
    Selector selector = Selector.open();
    ServerSocketChannel listener = ServerSocketChannel.open();
    InetAddress here = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    listener.bind(new InetSocketAddress(here, 0), BACKLOG).configureBlocking(false);
    listener.register(selector, SelectionKey.OP_ACCEPT);
    System.out.println(listener.socket().getLocalPort());
    ByteBuffer buffer = ByteBuffer.allocate(4096);
    while (true) {
      selector.select();
      for (SelectionKey key : selector.selectedKeys()) {
        if (key.isAcceptable()) {
          SocketChannel client = listener.accept();
          client.configureBlocking(false).register(selector, SelectionKey.OP_READ);
        } else {
          serve(key, buffer.clear());
        }
      }
      selector.selectedKeys().clear();
    }
  }

  /** A request or a close frame of a well-behaved client comes whole. */
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
      client.write(ByteBuffer.wrap(answer(new String(buffer.array(), 0, count, ISO_8859_1))));
    } else if (buffer.get(0) == CLOSE[0]) {
      client.write(ByteBuffer.wrap(CLOSE));
      client.close();
    }
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
