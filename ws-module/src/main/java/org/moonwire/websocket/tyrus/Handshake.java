package org.moonwire.websocket.tyrus;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.glassfish.tyrus.core.TyrusUpgradeResponse;
import org.glassfish.tyrus.spi.ClientEngine;
import org.glassfish.tyrus.spi.CompletionHandler;
import org.glassfish.tyrus.spi.Connection;
import org.glassfish.tyrus.spi.UpgradeRequest;
import org.glassfish.tyrus.spi.UpgradeResponse;
import org.glassfish.tyrus.spi.Writer;
import org.moonwire.websocket.net.DialException;
import org.moonwire.websocket.net.DialRequest;
import org.moonwire.websocket.net.HandshakeResponse;
import org.moonwire.websocket.wire.DeflateTerms;
import org.moonwire.websocket.wire.ResponseHead;

/**
 * The upgrade request and its answer. The request line and the script's headers are written as they
 * are, the answer is checked strictly, and Tyrus gets a normalised one to check its key.
 */
final class Handshake {
  private static final int BODY_SHOWN = 1024;

  private final DialRequest request;
  private final InputStream in;
  private final OutputStream out;
  private Connection tyrus;
  private String protocol;
  private DeflateTerms terms;
  private HandshakeResponse response;

  Handshake(DialRequest request, InputStream in, OutputStream out) {
    this.request = request;
    this.in = in;
    this.out = out;
  }

  /** Tyrus' side of the connection; null unless the handshake succeeded. */
  Connection tyrus() {
    return tyrus;
  }

  /** The subprotocol agreed on, or null. */
  String protocol() {
    return protocol;
  }

  HandshakeResponse response() {
    return response;
  }

  /** How messages are compressed, null if they are not. */
  DeflateTerms terms() {
    return terms;
  }

  void perform(ClientEngine engine) throws IOException {
    out.write(requestHead(engine.createUpgradeRequest(null)).getBytes(UTF_8));
    out.flush();
    ResponseHead answer = ResponseHead.read(in);
    check(answer);
    response = new HandshakeResponse(answer.status(), answer.headers());
    ClientEngine.ClientUpgradeInfo upgrade =
        engine.processResponse(normalised(answer), new NoWriter(), reason -> {});
    if (upgrade.getUpgradeStatus() == ClientEngine.ClientUpgradeStatus.SUCCESS) {
      tyrus = upgrade.createConnection();
    }
  }

  private String requestHead(UpgradeRequest upgrade) {
    StringBuilder head =
        new StringBuilder("GET ").append(request.url().target()).append(" HTTP/1.1\r\n");
    line(head, "Host", request.url().authority());
    for (Map.Entry<String, List<String>> header : upgrade.getHeaders().entrySet()) {
      if (isUpgradeHeader(header.getKey())) {
        line(head, header.getKey(), String.join(", ", header.getValue()));
      }
    }
    if (request.compression() != null) {
      line(head, "Sec-WebSocket-Extensions", request.compression().header());
    }
    request.headers().forEach(header -> line(head, header.name(), header.value()));
    return head.append("\r\n").toString();
  }

  /** Of what Tyrus wants to send, its Host and Origin are not taken: the URL has the last word. */
  private static boolean isUpgradeHeader(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.equals("upgrade")
        || lower.equals("connection")
        || lower.startsWith("sec-websocket-");
  }

  private static void line(StringBuilder head, String name, String value) {
    head.append(name).append(": ").append(value).append("\r\n");
  }

  private void check(ResponseHead answer) throws IOException {
    if (answer.status() != 101) {
      String hint = answer.status() / 100 == 3 ? "; redirects are not followed" : "";
      throw refused(
          "the server answered with status " + answer.status() + hint, answer, body(answer));
    }
    if (!answer.isUpgrade()) {
      throw refused("the server did not upgrade to websocket", answer, "");
    }
    if (answer.values("sec-websocket-accept").size() != 1) {
      throw refused("the answer needs one Sec-WebSocket-Accept header", answer, "");
    }
    terms = terms(answer);
    List<String> picked = answer.values("sec-websocket-protocol");
    if (picked.size() > 1 || !request.protocols().containsAll(picked)) {
      String names = String.join(", ", picked);
      throw refused(
          "the server picked a subprotocol that was not offered: `" + names + "`", answer, "");
    }
    protocol = picked.isEmpty() ? null : picked.get(0);
  }

  private DeflateTerms terms(ResponseHead answer) throws IOException {
    List<String> extensions = answer.values("sec-websocket-extensions");
    if (extensions.isEmpty()) {
      return null;
    }
    if (request.compression() == null) {
      String names = String.join(", ", extensions);
      throw refused(
          "the server uses an extension that was not offered: `" + names + "`", answer, "");
    }
    try {
      return request.compression().accept(extensions);
    } catch (IOException e) {
      throw refused(e.getMessage(), answer, "");
    }
  }

  private static DialException refused(String message, ResponseHead answer, String body) {
    return new DialException(message, answer.status(), answer.headers(), body);
  }

  /**
   * The beginning of the body as far as its length is announced; nothing is waited for otherwise.
   */
  private String body(ResponseHead answer) {
    int length = (int) Math.min(BODY_SHOWN, Math.max(0, answer.contentLength()));
    try {
      return new String(in.readNBytes(length), UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  private static UpgradeResponse normalised(ResponseHead answer) {
    TyrusUpgradeResponse response = new TyrusUpgradeResponse();
    response.setStatus(101);
    response.getHeaders().put(UpgradeRequest.UPGRADE, List.of(UpgradeRequest.WEBSOCKET));
    response.getHeaders().put(UpgradeRequest.CONNECTION, List.of(UpgradeRequest.UPGRADE));
    for (String name : List.of("Sec-WebSocket-Accept", "Sec-WebSocket-Protocol")) {
      List<String> values = answer.values(name.toLowerCase(Locale.ROOT));
      if (!values.isEmpty()) {
        response.getHeaders().put(name, values);
      }
    }
    return response;
  }

  /** Takes the close frame that Tyrus writes when its session ends; ours has gone out before. */
  private static final class NoWriter extends Writer {
    @Override
    public void write(ByteBuffer buffer, CompletionHandler<ByteBuffer> handler) {
      if (handler != null) {
        handler.completed(buffer);
      }
    }

    @Override
    public void close() {}
  }
}
