package org.moonwire.websocket.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;

/**
 * TLS between a transport and its ends. The engine of the JDK allows one thread to encrypt while
 * another decrypts; {@link #unwrap} is for the loop's thread, {@link #wrap} for who holds the
 * transport's lock.
 */
final class TlsLayer implements RecordLayer {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final SSLEngine engine;
  private final EventLoops owner;

  /** Run once when the handshake is over; null after that. For the loop's thread. */
  private Runnable done;

  /** While a helper works for the handshake. For the loop's thread. */
  private boolean working;

  private SSLException failure;

  /**
   * What the source gave and is not encrypted yet; null if nothing. Guarded by the transport's
   * lock.
   */
  private ByteBuffer plain;

  /** A further handshake holds up what the source has. Guarded by the transport's lock. */
  private boolean heldUp;

  private volatile boolean established;

  TlsLayer(SSLEngine engine, EventLoops owner, Runnable done) throws SSLException {
    this.engine = engine;
    this.owner = owner;
    this.done = done;
    engine.beginHandshake();
  }

  @Override
  public boolean isBusy() {
    return working || engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP;
  }

  @Override
  public boolean holdsInput() {
    return false;
  }

  @Override
  public void workDone() {
    working = false;
  }

  @Override
  public Runnable takeDone() {
    Runnable result = null;
    if (done != null && isEstablished()) {
      result = done;
      done = null;
    }
    return result;
  }

  private boolean isEstablished() {
    if (!established && engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING) {
      established = true;
    }
    return established;
  }

  @Override
  public SSLSession session() {
    return engine.getSession();
  }

  @Override
  public SSLException failure() {
    return failure;
  }

  @Override
  public Step unwrap(ByteBuffer in, ByteBuffer target) {
    try {
      return unwrapAll(in, target);
    } catch (SSLException e) {
      // What was decrypted before is good.
      failure = e;
      return Step.OVER;
    }
  }

  private Step unwrapAll(ByteBuffer in, ByteBuffer target) throws SSLException {
    while (true) {
      HandshakeStatus status = engine.getHandshakeStatus();
      if (status == HandshakeStatus.NEED_TASK) {
        return Step.WORK;
      }
      if (status == HandshakeStatus.NEED_WRAP && !engine.isOutboundDone()) {
        return Step.WRITE;
      }
      if (target.remaining() < engine.getSession().getApplicationBufferSize()) {
        return Step.MORE;
      }
      SSLEngineResult result = engine.unwrap(in, target);
      if (result.getStatus() == SSLEngineResult.Status.CLOSED) {
        return Step.OVER;
      }
      if (result.getStatus() == SSLEngineResult.Status.BUFFER_UNDERFLOW) {
        return Step.HUNGRY;
      }
      if (result.getHandshakeStatus() == HandshakeStatus.FINISHED) {
        established = true;
        // What a further handshake has held up.
        return Step.WRITE;
      }
    }
  }

  @Override
  public void work(Consumer<Throwable> after) {
    working = true;
    owner
        .work()
        .execute(
            () -> {
              Throwable thrown = null;
              try {
                runTasks();
              } catch (Throwable e) {
                thrown = e;
              }
              after.accept(thrown);
            });
  }

  private void runTasks() {
    for (Runnable task = engine.getDelegatedTask();
        task != null;
        task = engine.getDelegatedTask()) {
      task.run();
    }
  }

  @Override
  public void wrap(OutboundSource source, ByteBuffer target, boolean finishing) throws IOException {
    heldUp = false;
    while (target.remaining() >= engine.getSession().getPacketBufferSize()) {
      HandshakeStatus status = engine.getHandshakeStatus();
      if (status != HandshakeStatus.NEED_WRAP) {
        if (status != HandshakeStatus.NOT_HANDSHAKING || engine.isOutboundDone()) {
          heldUp = established;
          return;
        }
        if (!refill(source)) {
          if (!finishing) {
            return;
          }
          engine.closeOutbound();
        }
      }
      SSLEngineResult result = engine.wrap(plain == null ? NOTHING : plain, target);
      boolean stuck = result.bytesProduced() == 0 && result.bytesConsumed() == 0;
      if (result.getStatus() == SSLEngineResult.Status.CLOSED || stuck) {
        return;
      }
    }
  }

  @Override
  public boolean isHeldUp() {
    return heldUp;
  }

  /** True if there is something to encrypt. */
  private boolean refill(OutboundSource source) {
    if (plain == null) {
      plain = owner.buffers().take().flip();
    }
    if (!plain.hasRemaining()) {
      plain.clear();
      source.fill(plain);
      plain.flip();
    }
    if (!plain.hasRemaining()) {
      release();
      return false;
    }
    return true;
  }

  @Override
  public void release() {
    if (plain != null) {
      owner.buffers().give(plain);
      plain = null;
    }
  }
}
