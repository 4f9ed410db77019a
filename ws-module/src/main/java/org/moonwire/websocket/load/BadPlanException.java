package org.moonwire.websocket.load;

/** A load test that cannot be run as it is asked for; the message says why. */
public final class BadPlanException extends Exception {
  private static final long serialVersionUID = 1L;

  BadPlanException(String message) {
    super(message);
  }
}
