package org.moonwire.websocket.tyrus;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.glassfish.tyrus.client.ClientManager;
import org.glassfish.tyrus.core.TyrusUpgradeResponse;
import org.glassfish.tyrus.spi.ClientEngine;
import org.glassfish.tyrus.spi.CompletionHandler;
import org.glassfish.tyrus.spi.UpgradeRequest;
import org.glassfish.tyrus.spi.UpgradeResponse;
import org.glassfish.tyrus.spi.Writer;
import org.moonwire.websocket.net.DialException;
import org.moonwire.websocket.net.DialRequest;
import org.moonwire.websocket.wire.ResponseHead;

/**
 * Tyrus' part in a handshake: it makes the key and checks the answer to it. Its work takes a while
 * and is done by helpers, by one at a time.
 */
public final class Upgrade {
  private final DialRequest request;
  private ClientEngine engine;
  private String head;

  public Upgrade(DialRequest request) {
    this.request = request;
  }

  /** Has Tyrus begin; returns the request as it goes out. */
  public byte[] requestHead(ClientManager client) throws IOException {
    ClientEndpointConfig config =
        ClientEndpointConfig.Builder.create().preferredSubprotocols(request.protocols()).build();
    config.getUserProperties().put(UpgradeContainer.UPGRADE, this);
    try {
      client.connectToServer(SILENT, config, sessionUri());
    } catch (DeploymentException | IOException e) {
      if (head == null) {
        throw new DialException(e.getMessage(), e);
      }
    }
    byte[] bytes = head.getBytes(UTF_8);
    head = "";
    return bytes;
  }

  /**
   * For Tyrus' book-keeping only: the request line and the Host are written from the URL itself,
   * whose host may be one that {@link URI} knows no host in.
   */
  private URI sessionUri() {
    return URI.create(request.url().scheme() + "://server/");
  }

  void begin(ClientEngine tyrus) {
    engine = tyrus;
    head = requestHead(tyrus.createUpgradeRequest(null));
  }

  private String requestHead(UpgradeRequest upgrade) {
    StringBuilder text =
        new StringBuilder("GET ").append(request.url().target()).append(" HTTP/1.1\r\n");
    line(text, "Host", request.header("host").orElse(request.url().authority()));
    for (Map.Entry<String, List<String>> header : upgrade.getHeaders().entrySet()) {
      if (isUpgradeHeader(header.getKey())) {
        line(text, header.getKey(), String.join(", ", header.getValue()));
      }
    }
    if (request.compression() != null) {
      line(text, "Sec-WebSocket-Extensions", request.compression().header());
    }
    for (DialRequest.Header header : request.headers()) {
      String name = header.name().toLowerCase(Locale.ROOT);
      if (!name.equals("host") && !name.equals("cookie")) {
        line(text, header.name(), header.value());
      }
    }
    String cookies = cookies();
    if (!cookies.isEmpty()) {
      line(text, "Cookie", cookies);
    }
    return text.append("\r\n").toString();
  }

  /** One header for all: those of the script, then those that are kept (RFC 6265, section 5.4). */
  private String cookies() {
    List<String> all = new ArrayList<>();
    request.headers().stream()
        .filter(header -> header.name().equalsIgnoreCase("cookie"))
        .forEach(header -> all.add(header.value()));
    if (request.cookies() != null) {
      all.addAll(request.cookies().pairs(request.url()));
    }
    return String.join("; ", all);
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

  /**
   * Has Tyrus check a response that is right in all but, perhaps, its key. No session of Tyrus' is
   * made: it would see no frame, and take as much memory as all else of an idle connection.
   */
  public void accept(ResponseHead answer) throws IOException {
    ClientEngine.ClientUpgradeInfo upgrade =
        engine.processResponse(normalised(answer), NO_WRITER, reason -> {});
    if (upgrade.getUpgradeStatus() != ClientEngine.ClientUpgradeStatus.SUCCESS) {
      throw new DialException(
          "the answer's Sec-WebSocket-Accept does not fit our Sec-WebSocket-Key",
          answer.status(),
          answer.headers(),
          "");
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

  /** Tyrus wants an endpoint; the frames never reach it. */
  private static final Endpoint SILENT = new Silent();

  private static final class Silent extends Endpoint {
    @Override
    public void onOpen(Session session, EndpointConfig config) {}
  }

  /** Nothing is written: Tyrus has no session. */
  private static final Writer NO_WRITER = new NoWriter();

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
