package org.moonwire.websocket.tyrus;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.moonwire.websocket.net.DialRequest;
import org.moonwire.websocket.wire.DeflateTerms;
import org.moonwire.websocket.wire.FrameReader;
import org.moonwire.websocket.wire.Incoming;
import org.moonwire.websocket.wire.MessageInflater;
import org.moonwire.websocket.wire.WireException;

/**
 * Messages out of a socket. The read timeout is the time spent waiting for bytes since the last
 * whole message; waiting for the consumer does not count. For the connection's thread only.
 */
final class MessageSource implements Closeable {
  private final Socket socket;
  private final InputStream in;

  /** Null if messages are not compressed. */
  private final MessageInflater inflater;

  private final FrameReader reader;
  private final long timeoutNanos;
  private final byte[] bytes = new byte[16 * 1024];
  private ByteBuffer unread = ByteBuffer.wrap(bytes, 0, 0);
  private long leftNanos;

  MessageSource(Socket socket, InputStream in, DialRequest request, DeflateTerms terms) {
    this.socket = socket;
    this.in = in;
    this.inflater = terms == null ? null : new MessageInflater();
    this.reader = new FrameReader(request.readLimit(), inflater);
    this.timeoutNanos = request.timeouts().read().toNanos();
    restartClock();
  }

  /** A whole message is through. */
  void restartClock() {
    leftNanos = timeoutNanos;
  }

  /**
   * Waits for what comes next, under the read timeout if so wanted; null at the end of the stream.
   */
  Incoming next(boolean timed) throws IOException, WireException {
    Incoming incoming = reader.next(unread);
    while (incoming == null) {
      int count = timed && timeoutNanos > 0 ? readInTime() : readPatiently();
      if (count < 0) {
        return null;
      }
      unread = ByteBuffer.wrap(bytes, 0, count);
      incoming = reader.next(unread);
    }
    return incoming;
  }

  private int readPatiently() throws IOException {
    if (timeoutNanos > 0) {
      socket.setSoTimeout(0);
    }
    return in.read(bytes);
  }

  private int readInTime() throws IOException {
    long start = System.nanoTime();
    try {
      long millis = TimeUnit.NANOSECONDS.toMillis(leftNanos + 999_999);
      socket.setSoTimeout((int) Math.max(1, Math.min(Integer.MAX_VALUE, millis)));
      int count = in.read(bytes);
      leftNanos -= System.nanoTime() - start;
      return count;
    } catch (SocketTimeoutException e) {
      ReadTimeoutException timeout = new ReadTimeoutException();
      timeout.initCause(e);
      throw timeout;
    }
  }

  /** Reads and forgets until the peer ends the stream, for {@code millis} at most. */
  void drain(int millis) {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    try {
      int count = 0;
      while (count >= 0 && deadline > System.nanoTime()) {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        socket.setSoTimeout((int) Math.max(1, left));
        count = in.read(bytes);
      }
    } catch (IOException e) {
      // The peer takes too long or is gone: either way there is nothing more to wait for.
      return;
    }
  }

  @Override
  public void close() {
    if (inflater != null) {
      inflater.close();
    }
  }
}
