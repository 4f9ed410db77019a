package org.moonwire.websocket.net;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;

/**
 * A TCP connection on a loop, later perhaps with TLS on it: bytes in, bytes out, no thread waits.
 * What is read goes to the {@link InboundHandler}, from a buffer that the loop shares among all its
 * transports; while the handler pauses, nothing is read from the network. Writing is the {@link
 * TransportWriter}'s.
 */
public final class Transport implements EventLoop.Ready {
  /** A socket that cannot be written any more is at its end; this is for those that are not. */
  private static final long READ_ON_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final EventLoop loop;
  private final SocketChannel channel;
  private final SelectionKey key;
  private final TransportWriter writer;

  /** Whether the socket was closed. Written by any thread. */
  private volatile boolean closed;

  // all of the loop's thread only, from here on

  /** Takes what is read. Loop only. */
  private InboundHandler handler;

  /** Whether the handler wants nothing for the time being. Loop only. */
  private boolean paused;

  /** Whether the handler was told of the end. Loop only. */
  private boolean ended;

  /** With TLS: nothing follows what was decrypted. */
  private boolean lastTaken;

  /** What arrived and was not taken yet; null if nothing. With TLS: not decrypted yet. */
  private ByteBuffer stash;

  /** What was decrypted and not taken yet; null if nothing. */
  private ByteBuffer plainStash;

  /** Null without TLS. */
  private RecordLayer tls;

  /** Takes over a connected channel and its key. For the loop's thread. */
  Transport(EventLoop loop, SocketChannel channel, SelectionKey key) {
    this.loop = loop;
    this.channel = channel;
    this.key = key;
    this.writer = new TransportWriter(this, channel, key);
    key.attach(this);
    key.interestOps(0);
    paused = true;
  }

  /** Our end of the connection, null if it is not known any more. Any thread. */
  public SocketAddress localAddress() {
    return address(channel::getLocalAddress);
  }

  /** The other end of the connection, null if it is not known any more. Any thread. */
  public SocketAddress remoteAddress() {
    return address(channel::getRemoteAddress);
  }

  private interface AddressSource {
    SocketAddress get() throws IOException;
  }

  private static SocketAddress address(AddressSource source) {
    try {
      return source.get();
    } catch (IOException e) {
      return null;
    }
  }

  /** What was agreed on for TLS with the far end; null without TLS. For the loop's thread. */
  public SSLSession session() {
    return tls == null ? null : tls.session();
  }

  /** The loop that serves this transport. */
  public EventLoop loop() {
    return loop;
  }

  /** Writes to this transport. */
  public TransportWriter writer() {
    return writer;
  }

  /** Puts others at both ends; reading stays as it is. For the loop's thread. */
  public void attach(InboundHandler newHandler, OutboundSource newSource) {
    handler = newHandler;
    writer.take(newSource);
  }

  /**
   * Starts TLS, within TLS that there is already; the handler is called back by {@code done} once
   * names and keys are checked, or by {@link InboundHandler#ended}. For the loop's thread.
   */
  void startTls(SSLEngine engine, Runnable done) throws IOException {
    RecordLayer layer = new TlsLayer(engine, loop.owner(), done);
    if (tls != null) {
      layer = new TlsInTls(tls, layer, plainStash);
      plainStash = null;
    }
    tls = layer;
    writer.encrypt(tls);
    writer.flush();
    resume();
  }

  /** Stops reading. For the loop's thread. */
  public void pause() {
    paused = true;
    updateInterest();
  }

  /**
   * Goes on reading, first what was left; that works even when the network has failed meanwhile.
   * For the loop's thread.
   */
  public void resume() {
    paused = false;
    try {
      takeStashed();
      updateInterest();
    } catch (Throwable e) {
      failed(EventLoop.known(e));
    }
  }

  private void updateInterest() {
    if (key.isValid() && !closed) {
      boolean reading = !paused && !ended && (tls == null || !tls.isBusy());
      if (reading != ((key.interestOps() & SelectionKey.OP_READ) != 0)) {
        key.interestOps(key.interestOps() ^ SelectionKey.OP_READ);
      }
    }
  }

  @Override
  public void ready(SelectionKey ready) throws IOException {
    if (ready.isReadable()) {
      read();
    }
    if (!closed && ready.isValid() && ready.isWritable()) {
      ready.interestOpsAnd(~SelectionKey.OP_WRITE);
      writer.flush();
      // TLS may have waited for room before it could read on.
      if (tls != null && !paused) {
        resume();
      }
    }
  }

  private void read() throws IOException {
    ByteBuffer in = loop.input();
    if (stash != null) {
      in.put(stash);
      stash = null;
    }
    int count = channel.read(in);
    in.flip();
    if (count < 0) {
      end(null);
      return;
    }
    loop.hasRead(count);
    handler.arrived();
    take(in);
    if (in.hasRemaining() && !ended) {
      stash = copy(in);
    }
    updateInterest();
  }

  private static ByteBuffer copy(ByteBuffer bytes) {
    return ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
  }

  private void takeStashed() throws IOException {
    if (plainStash != null) {
      handler.received(plainStash);
      if (plainStash.hasRemaining()) {
        return;
      }
      plainStash = null;
    }
    if (lastTaken) {
      end(tls.failure());
      return;
    }
    if (stash != null) {
      ByteBuffer left = stash;
      take(left);
      if (!left.hasRemaining()) {
        stash = null;
      }
    } else if (tls != null && tls.holdsInput()) {
      take(NOTHING);
    }
  }

  /** Gives the handler as much as it takes; with TLS a record that is not whole is left. */
  private void take(ByteBuffer in) throws IOException {
    if (tls == null) {
      handler.received(in);
      return;
    }
    while (!paused && !lastTaken && !tls.isBusy()) {
      RecordLayer current = tls;
      ByteBuffer plain = loop.plain();
      RecordLayer.Step step = current.unwrap(in, plain);
      plain.flip();
      if (plain.hasRemaining()) {
        handler.received(plain);
        if (plain.hasRemaining()) {
          plainStash = copy(plain);
        }
      }
      switch (step) {
        case MORE -> {}
        case HUNGRY -> {
          return;
        }
        case WRITE -> {
          writer.flush();
          if (current.isBusy()) {
            return;
          }
        }
        case WORK -> current.work(this::workDone);
        case OVER -> {
          endOnceTaken();
          return;
        }
        default -> throw new AssertionError(step);
      }
      tellIfReady(current);
    }
  }

  /** The peer has ended the stream, but what came before is first. */
  private void endOnceTaken() {
    lastTaken = true;
    if (!paused && plainStash == null) {
      end(tls.failure());
    }
  }

  private void tellIfReady(RecordLayer current) {
    Runnable done = current.takeDone();
    if (done != null) {
      done.run();
    }
  }

  /** A helper has done what the handshake needed; the rest is the loop's. */
  private void workDone(Throwable thrown) {
    loop.execute(
        () -> {
          if (thrown != null) {
            failed(EventLoop.known(thrown));
            return;
          }
          tls.workDone();
          writer.flush();
          tellIfReady(tls);
          if (!paused) {
            resume();
          }
        });
  }

  private void end(Exception failure) {
    if (!ended) {
      ended = true;
      updateInterest();
      handler.ended(failure);
    }
  }

  @Override
  public void failed(Exception failure) {
    shut();
    if (loop.isCurrent()) {
      end(failure);
    } else {
      loop.execute(() -> end(failure));
    }
  }

  /**
   * Nothing can be written any more. What the peer said before it went away may still be unread:
   * its close frame, or the alert that says why. So reading goes on until it ends by itself, which
   * it does at once if the network is gone. Safe from any thread.
   */
  void outputFailed(IOException failure, OutboundSource source) {
    loop.execute(
        () -> {
          if (paused) {
            // Whoever has no room for what arrives may be waiting for its own message to go out.
            source.failed(failure);
          } else if (!ended) {
            loop.schedule(READ_ON_NANOS, () -> giveUp(failure, source));
          }
        });
  }

  private void giveUp(IOException failure, OutboundSource source) {
    if (paused) {
      source.failed(failure);
    } else if (!ended) {
      failed(failure);
    }
  }

  /** Cuts the connection off and forgets what arrived. Safe from any thread. */
  public void close() {
    shut();
    loop.execute(
        () -> {
          ended = true;
          stash = null;
          plainStash = null;
        });
  }

  private void shut() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      channel.close();
    } catch (IOException e) {
      System.getLogger("org.moonwire.websocket")
          .log(System.Logger.Level.DEBUG, "could not close a socket", e);
    }
    writer.release();
    loop.execute(loop::reap);
  }

  boolean isClosed() {
    return closed;
  }
}
