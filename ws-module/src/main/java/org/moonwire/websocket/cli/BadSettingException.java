package org.moonwire.websocket.cli;

/** An option of the command line that cannot be followed. */
final class BadSettingException extends Exception {
  private static final long serialVersionUID = 1L;

  BadSettingException(String message) {
    super(message);
  }
}
