package org.moonwire.websocket.connection;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.moonwire.websocket.net.DialException;
import org.moonwire.websocket.net.DialRequest;
import org.moonwire.websocket.wire.DeflateTerms;
import org.moonwire.websocket.wire.ResponseHead;

/**
 * The server's answer to the upgrade request, checked strictly.
 *
 * @param protocol the subprotocol agreed on, or null
 * @param terms how messages are compressed, null if they are not
 */
record UpgradeResponse(ResponseHead head, String protocol, DeflateTerms terms) {
  private static final int BODY_SHOWN = 1024;

  /** Checks a response with status 101. */
  static UpgradeResponse check(ResponseHead head, DialRequest request) throws IOException {
    if (!head.version().equals("HTTP/1.1")) {
      throw refused("the answer is not HTTP/1.1: `" + head.version() + "`", head);
    }
    if (!head.isUpgrade()) {
      throw refused("the server did not upgrade to websocket", head);
    }
    if (head.values("sec-websocket-accept").size() != 1) {
      throw refused("the answer needs one Sec-WebSocket-Accept header", head);
    }
    DeflateTerms terms = terms(head, request);
    List<String> picked = head.values("sec-websocket-protocol");
    if (picked.size() > 1 || !request.protocols().containsAll(picked)) {
      String names = String.join(", ", picked);
      throw refused("the server picked a subprotocol that was not offered: `" + names + "`", head);
    }
    return new UpgradeResponse(head, picked.isEmpty() ? null : picked.get(0), terms);
  }

  private static DeflateTerms terms(ResponseHead head, DialRequest request) throws IOException {
    List<String> extensions = head.values("sec-websocket-extensions");
    if (extensions.isEmpty()) {
      return null;
    }
    if (request.compression() == null) {
      String names = String.join(", ", extensions);
      throw refused("the server uses an extension that was not offered: `" + names + "`", head);
    }
    try {
      return request.compression().accept(extensions);
    } catch (IOException e) {
      throw refused(e.getMessage(), head);
    }
  }

  private static DialException refused(String message, ResponseHead head) {
    return new DialException(message, head.status(), head.headers(), "");
  }

  /** How much of the body of a refusal is worth waiting for: as far as its length is announced. */
  static int bodyLength(ResponseHead head) {
    return (int) Math.min(BODY_SHOWN, Math.max(0, head.contentLength()));
  }

  /** The failure that a response with another status than 101 is. */
  static DialException refusal(ResponseHead head, ByteBuffer body) {
    String hint = head.status() / 100 == 3 ? "; redirects are not followed" : "";
    return new DialException(
        "the server answered with status " + head.status() + hint,
        head.status(),
        head.headers(),
        UTF_8.decode(body).toString());
  }
}
