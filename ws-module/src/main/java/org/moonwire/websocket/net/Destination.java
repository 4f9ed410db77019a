package org.moonwire.websocket.net;

import java.nio.file.Path;

/** What is dialled in place of the host and port of a URL. */
public sealed interface Destination {

  /**
   * A host and a port.
   *
   * @param host a canonical name or address, IPv6 in brackets
   */
  record Place(String host, int port) implements Destination {}

  /**
   * A Unix domain socket. No proxy and no address guard is asked.
   *
   * @param path of the socket, symbolic links resolved
   */
  record UnixSocket(Path path) implements Destination {}
}
