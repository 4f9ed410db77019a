package org.moonwire.websocket.net;

import java.io.IOException;
import javax.net.ssl.SSLContext;

/** STUB. */
public final class PemContext {
  private PemContext() {}

  public static SSLContext of(String ca, String cert, String key, String keyPassword, boolean any)
      throws IOException {
    throw new IOException("stub");
  }
}
