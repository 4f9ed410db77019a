package org.moonwire.websocket.http;

import java.io.IOException;

/** A body is longer than the script wants to have it, or than its memory limit has room for. */
public final class UnwantedBodyException extends IOException {
  private static final long serialVersionUID = 1L;

  private UnwantedBodyException(String message) {
    super(message);
  }

  /** A body of more than {@code maxBytes} bytes. */
  public static UnwantedBodyException tooLong(long maxBytes) {
    return new UnwantedBodyException(
        "the body is longer than `"
            + maxBytes
            + "` bytes: raise `max_response_body`, or take it in pieces with `stream`");
  }

  /** A body that the run may not hold. */
  static UnwantedBodyException tooMuchMemory() {
    return new UnwantedBodyException("the body does not fit the script's memory limit");
  }
}
