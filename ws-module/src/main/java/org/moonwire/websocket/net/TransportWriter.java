package org.moonwire.websocket.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Writes what a {@link OutboundSource} has to a {@link Transport}, as the network has room for it.
 * No thread waits: what finds no room is written by the loop later. Safe to use from any thread.
 */
public final class TransportWriter {
  private final Transport transport;
  private final SocketChannel channel;
  private final SelectionKey key;
  private final AtomicBoolean flushing = new AtomicBoolean();

  /** Guards what is below; held for as long as one write takes, which never waits. */
  private final ReentrantLock writing = new ReentrantLock();

  private OutboundSource source;

  /** Bytes on their way out, between position and limit; null if there are none. */
  private ByteBuffer out;

  /** Whether the output ends once all is written. */
  private boolean finishing;

  /** What the network answered to a write; null while it takes them. */
  private IOException failure;

  /** Null without TLS. */
  private RecordLayer tls;

  TransportWriter(Transport transport, SocketChannel channel, SelectionKey key) {
    this.transport = transport;
    this.channel = channel;
    this.key = key;
  }

  /** From now on the bytes come from {@code newSource}. */
  void take(OutboundSource newSource) {
    writing.lock();
    try {
      source = newSource;
    } finally {
      writing.unlock();
    }
  }

  /** From now on the bytes go through {@code layer}. */
  void encrypt(RecordLayer layer) {
    writing.lock();
    try {
      tls = layer;
    } finally {
      writing.unlock();
    }
  }

  /** Has the loop write what the source has; many calls are one. */
  public void flushSoon() {
    if (!flushing.getAndSet(true)) {
      transport
          .loop()
          .execute(
              () -> {
                flushing.set(false);
                flush();
              });
    }
  }

  /** Writes what the source has, as far as the network takes it. */
  public void flush() {
    OutboundSource flushed;
    boolean stuck;
    IOException met = null;
    writing.lock();
    try {
      if (failure == null) {
        drain();
        met = failure;
      }
      flushed = source;
      stuck = out != null || (tls != null && tls.isHeldUp());
    } catch (Throwable e) {
      transport.failed(EventLoop.known(e));
      return;
    } finally {
      writing.unlock();
    }
    flushed.flushed(stuck);
    if (met != null) {
      transport.outputFailed(met, flushed);
    }
  }

  /** Ends the output once all that the source has is written. */
  public void finish() {
    writing.lock();
    try {
      finishing = true;
    } finally {
      writing.unlock();
    }
    flush();
  }

  /** The transport is closed: gives all buffers back. */
  void release() {
    writing.lock();
    try {
      giveBack();
      if (tls != null) {
        tls.release();
      }
    } finally {
      writing.unlock();
    }
  }

  // from here to shutOutput the lock is held

  private void drain() throws IOException {
    while (!transport.isClosed()) {
      if (out == null) {
        out = transport.loop().owner().buffers().take();
        fill(out);
        out.flip();
      }
      if (!out.hasRemaining()) {
        giveBack();
        if (finishing) {
          shutOutput();
        }
        return;
      }
      try {
        channel.write(out);
      } catch (IOException e) {
        failure = e;
        giveBack();
        return;
      }
      if (out.hasRemaining()) {
        transport.loop().execute(this::awaitRoom);
        return;
      }
      out.clear();
      source.drained();
      fill(out);
      out.flip();
    }
  }

  private void fill(ByteBuffer target) throws IOException {
    if (tls == null) {
      source.fill(target);
    } else {
      tls.wrap(source, target, finishing);
    }
  }

  private void giveBack() {
    if (out != null) {
      transport.loop().owner().buffers().give(out);
      out = null;
    }
  }

  private void shutOutput() throws IOException {
    if (channel.isOpen()) {
      channel.shutdownOutput();
    }
  }

  private void awaitRoom() {
    if (key.isValid() && !transport.isClosed()) {
      key.interestOpsOr(SelectionKey.OP_WRITE);
    }
  }
}
