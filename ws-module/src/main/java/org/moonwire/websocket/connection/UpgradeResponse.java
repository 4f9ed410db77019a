package org.moonwire.websocket.connection;

import java.io.IOException;
import java.util.List;
import org.moonwire.websocket.net.DialException;
import org.moonwire.websocket.net.DialRequest;
import org.moonwire.websocket.wire.DeflateTerms;
import org.moonwire.websocket.wire.ResponseHead;

/**
 * The server's response with status 101 to the upgrade request, checked (RFC 6455, section 4.1).
 *
 * @param protocol the subprotocol agreed on, or null
 * @param terms how messages are compressed, null if they are not
 */
record UpgradeResponse(ResponseHead head, String protocol, DeflateTerms terms) {
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
    if (picked.isEmpty() && request.requireProtocol()) {
      String names = String.join(", ", request.protocols());
      throw refused("the server picked none of the subprotocols `" + names + "`", head);
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
}
