package org.moonwire.websocket.net;

import java.io.IOException;

/** Another message was being sent piece by piece when one was to be sent. */
public final class MessageInProgressException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Makes the exception. */
  public MessageInProgressException() {
    super("another message is being sent; close its stream first");
  }
}
