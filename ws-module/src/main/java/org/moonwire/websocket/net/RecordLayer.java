package org.moonwire.websocket.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;

/**
 * What encrypts and decrypts between a transport and its ends (the record layer of RFC 8446). The
 * methods are for the loop's thread, except {@link #wrap}, {@link #isHeldUp} and {@link #release},
 * which are for who holds the transport's lock.
 */
interface RecordLayer {
  /** What is to be done next. */
  enum Step {
    /** Go on at once. */
    MORE,
    /** More bytes must arrive. */
    HUNGRY,
    /** There is something to write. */
    WRITE,
    /** {@link #work} is to be called. */
    WORK,
    /** The peer has ended the stream, or broken it: see {@link #failure()}. */
    OVER
  }

  /** True while a helper works, or something must be written before more can be read. */
  boolean isBusy();

  /** True if bytes were taken that are not decrypted yet. */
  boolean holdsInput();

  /** Decrypts whole records as far as there is room. */
  Step unwrap(ByteBuffer in, ByteBuffer target);

  /**
   * Has a helper do the slow part of the handshake, then calls {@code after} with what the host's
   * part in it threw; null if nothing.
   */
  void work(Consumer<Throwable> after);

  /** The helper has done its work. */
  void workDone();

  /** Returns what is to be run when the handshake is over, once, when it is. */
  Runnable takeDone();

  /** What was wrong with the stream; null if nothing. */
  SSLException failure();

  /** What was agreed on with the peer at the far end. Any thread. */
  SSLSession session();

  /** Encrypts what the source has, as far as there is room. */
  void wrap(OutboundSource source, ByteBuffer target, boolean finishing) throws IOException;

  /** True if the peer must go on with a further handshake first. */
  boolean isHeldUp();

  /** Gives buffers back. */
  void release();
}
