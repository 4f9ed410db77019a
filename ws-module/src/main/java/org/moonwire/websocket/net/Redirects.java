package org.moonwire.websocket.net;

import java.io.IOException;
import org.moonwire.policy.WebSocketUrl;

/**
 * What is done about redirects (RFC 9110, section 15.4).
 *
 * @param max how many are followed, one after the other
 * @param follower says how
 */
public record Redirects(int max, Follower follower) {
  /** Follows none. */
  public static final Redirects NONE =
      new Redirects(
          0,
          (from, to) -> {
            throw new DialException("redirects are not followed", null);
          });

  /** Makes the request to follow a redirect with. */
  @FunctionalInterface
  public interface Follower {
    /**
     * Returns the request that goes to {@code to}. Called on a thread that may wait.
     *
     * @throws IOException if it may not be followed; the connection fails with it
     */
    DialRequest follow(DialRequest from, WebSocketUrl to) throws IOException;
  }
}
