package org.moonwire.websocket.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Dials several addresses of one host (RFC 8305): the next one when one fails, or has not answered
 * within a quarter of a second. The first connection wins, the others are closed. For the loop's
 * thread.
 */
final class AddressRace {
  private static final long DELAY_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private final EventLoop loop;
  private final Iterator<SocketAddress> addresses;
  private final Consumer<Transport> won;
  private final Consumer<IOException> lost;
  private final List<Attempt> open = new ArrayList<>(1);
  private EventLoop.Alarm nextStart;

  /** What came of each address so far, in the order in which they were dialled. Loop only. */
  private final Map<SocketAddress, String> results = new LinkedHashMap<>();

  private IOException lastFailure;
  private boolean over;

  AddressRace(
      EventLoop loop,
      List<SocketAddress> addresses,
      Consumer<Transport> won,
      Consumer<IOException> lost) {
    this.loop = loop;
    this.addresses = addresses.iterator();
    this.won = won;
    this.lost = lost;
  }

  void start() {
    while (!over && addresses.hasNext()) {
      if (dial(addresses.next())) {
        if (!over && addresses.hasNext()) {
          nextStart = loop.schedule(DELAY_NANOS, this::start);
        }
        return;
      }
    }
    if (!over && open.isEmpty()) {
      over = true;
      lost.accept(lastFailure);
    }
  }

  /** What came of each address that was dialled: null for the winner, a reason for the others. */
  Map<SocketAddress, String> results() {
    return results;
  }

  /** Ends the race; nobody wins. */
  void cancel() {
    over = true;
    if (nextStart != null) {
      nextStart.cancel();
    }
    open.forEach(attempt -> close(attempt.channel));
    open.clear();
  }

  /** False if that failed at once. */
  private boolean dial(SocketAddress address) {
    SocketChannel channel = null;
    results.put(address, "no answer");
    try {
      channel = open(address);
      boolean connected = channel.connect(address);
      Attempt attempt = new Attempt(channel, address);
      SelectionKey key = loop.register(channel, connected ? 0 : SelectionKey.OP_CONNECT, attempt);
      open.add(attempt);
      if (connected) {
        win(attempt, key);
      }
      return true;
    } catch (Throwable e) {
      lost(address, e instanceof IOException io ? io : DialException.of(e));
      close(channel);
      return false;
    }
  }

  private static SocketChannel open(SocketAddress address) throws IOException {
    boolean tcp = address instanceof InetSocketAddress;
    SocketChannel channel =
        tcp ? SocketChannel.open() : SocketChannel.open(StandardProtocolFamily.UNIX);
    channel.configureBlocking(false);
    if (tcp) {
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
    }
    return channel;
  }

  private void lost(SocketAddress address, IOException failure) {
    lastFailure = failure;
    results.put(address, failure.getMessage());
  }

  private void close(SocketChannel channel) {
    loop.reap();
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      System.getLogger("org.moonwire.websocket")
          .log(System.Logger.Level.DEBUG, "could not close a socket", e);
    }
  }

  private void win(Attempt winner, SelectionKey key) {
    open.remove(winner);
    results.put(winner.address, null);
    cancel();
    won.accept(new Transport(loop, winner.channel, key));
  }

  private final class Attempt implements EventLoop.Ready {
    private final SocketChannel channel;
    private final SocketAddress address;

    Attempt(SocketChannel channel, SocketAddress address) {
      this.channel = channel;
      this.address = address;
    }

    @Override
    public void ready(SelectionKey key) throws IOException {
      if (channel.finishConnect()) {
        win(this, key);
      }
    }

    @Override
    public void failed(Exception failure) {
      close(channel);
      if (open.remove(this) && !over) {
        lost(address, failure instanceof IOException io ? io : new IOException(failure));
        if (nextStart != null) {
          nextStart.cancel();
        }
        start();
      }
    }
  }
}
