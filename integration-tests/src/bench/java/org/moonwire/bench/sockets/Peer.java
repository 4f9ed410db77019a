package org.moonwire.bench.sockets;

import java.net.URI;
import javax.net.ssl.SSLContext;

/** A WebSocket client of some library, as the benchmark drives it. */
interface Peer extends AutoCloseable {
  /** Opens the connection; {@code onMessage} is to be called for every whole message. */
  void open(URI uri, SSLContext tls, boolean deflate, Runnable onMessage) throws Exception;

  /** Sends a text; in order, waiting as long as the library wants. */
  void text(String text) throws Exception;

  /** Sends a binary message. */
  void binary(byte[] data) throws Exception;

  @Override
  void close() throws Exception;
}
