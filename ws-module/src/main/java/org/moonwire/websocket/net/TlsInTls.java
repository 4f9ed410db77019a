package org.moonwire.websocket.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;

/**
 * TLS to a server within TLS to a proxy. Both are layers of their own; between them is what the
 * outer one has decrypted and the inner one has not.
 */
final class TlsInTls implements RecordLayer {
  /** Room for a record of the largest size and its overhead, twice. */
  private static final int ROOM = 36 * 1024;

  private final RecordLayer outer;
  private final RecordLayer inner;

  /** What only the outer layer has decrypted; null if nothing. Loop only. */
  private ByteBuffer between;

  /** Whether the helper that is called next works for the outer layer. Loop only. */
  private boolean outerWorks;

  /** Takes over {@code between}, which the outer layer has decrypted already; null if nothing. */
  TlsInTls(RecordLayer outer, RecordLayer inner, ByteBuffer between) {
    this.outer = outer;
    this.inner = inner;
    this.between = between;
  }

  @Override
  public boolean isBusy() {
    return outer.isBusy() || inner.isBusy();
  }

  @Override
  public boolean holdsInput() {
    return between != null;
  }

  @Override
  public Step unwrap(ByteBuffer in, ByteBuffer target) {
    while (true) {
      if (between != null) {
        Step step = inner.unwrap(between, target);
        between = between.hasRemaining() ? between : null;
        if (step != Step.HUNGRY) {
          outerWorks = false;
          return step;
        }
      }
      int before = between == null ? 0 : between.remaining();
      Step step = decryptOuter(in);
      if (between == null || between.remaining() == before) {
        outerWorks = step == Step.WORK;
        return step;
      }
    }
  }

  private Step decryptOuter(ByteBuffer in) {
    ByteBuffer room = ByteBuffer.allocate(ROOM + (between == null ? 0 : between.remaining()));
    if (between != null) {
      room.put(between);
    }
    Step step = outer.unwrap(in, room);
    room.flip();
    between = room.hasRemaining() ? room : null;
    return step;
  }

  @Override
  public void work(Consumer<Throwable> after) {
    (outerWorks ? outer : inner).work(after);
  }

  @Override
  public void workDone() {
    (outerWorks ? outer : inner).workDone();
  }

  @Override
  public Runnable takeDone() {
    return inner.takeDone();
  }

  @Override
  public SSLException failure() {
    return inner.failure() == null ? outer.failure() : inner.failure();
  }

  @Override
  public SSLSession session() {
    return inner.session();
  }

  @Override
  public void wrap(OutboundSource source, ByteBuffer target, boolean finishing) throws IOException {
    try {
      outer.wrap(room -> wrapInner(source, room, finishing), target, finishing);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private void wrapInner(OutboundSource source, ByteBuffer room, boolean finishing) {
    try {
      inner.wrap(source, room, finishing);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean isHeldUp() {
    return outer.isHeldUp() || inner.isHeldUp();
  }

  @Override
  public void release() {
    outer.release();
    inner.release();
  }
}
