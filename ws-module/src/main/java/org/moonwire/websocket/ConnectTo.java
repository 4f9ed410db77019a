package org.moonwire.websocket;

import org.moonwire.policy.WebSocketUrl;
import org.moonwire.websocket.net.Way.Destination;

/**
 * The option {@code connect_to}.
 *
 * @param host canonical, IPv6 in brackets
 * @param port 0 for that of the URL
 */
record ConnectTo(String host, int port) {
  /**
   * Reads {@code host:port} or {@code host}.
   *
   * @throws IllegalArgumentException whose message continues the name of the option
   */
  static ConnectTo parse(String text) {
    if (text.chars().anyMatch(c -> c == '/' || c == '?' || c == '#')) {
      throw new IllegalArgumentException("must be `host:port`, not " + Described.of(text));
    }
    boolean named = text.matches(".*:[0-9]+") && !text.endsWith("]");
    try {
      WebSocketUrl place = WebSocketUrl.parse("ws://" + text);
      return new ConnectTo(place.host(), named ? place.port() : 0);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "must be `host:port`, not " + Described.of(text) + ": " + e.getMessage(), e);
    }
  }

  /** The same as text. */
  String text() {
    return port == 0 ? host : host + ":" + port;
  }

  Destination.Place place(WebSocketUrl url) {
    return new Destination.Place(host, port == 0 ? url.port() : port);
  }
}
