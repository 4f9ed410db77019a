package org.moonwire.websocket.http;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Takes the body of a response, on the loop's thread only. */
public interface BodySink {
  /**
   * Takes all that is there, which is as much as one read from the network at most; false if there
   * is no room for more until {@link #drain} says so.
   *
   * @throws IOException if the body is not wanted: it is damaged, or longer than allowed
   */
  boolean take(ByteBuffer bytes) throws IOException;

  /**
   * Goes on with what was taken and found no room; true once there is room for more.
   *
   * @throws IOException as {@link #take} does
   */
  boolean drain() throws IOException;

  /**
   * All has been taken, and {@link #drain} was true.
   *
   * @throws IOException if the body cannot end here
   */
  void finish() throws IOException;

  /** Nothing follows, whether it was finished or not; gives up what is held outside of the heap. */
  default void release() {}
}
