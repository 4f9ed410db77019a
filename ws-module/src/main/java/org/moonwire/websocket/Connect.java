package org.moonwire.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import org.moonwire.engine.channel.Channel;
import org.moonwire.engine.module.Arguments;
import org.moonwire.engine.module.CallContext;
import org.moonwire.engine.module.ErrorValue;
import org.moonwire.engine.module.ModuleContext;
import org.moonwire.engine.module.ModuleFunction;
import org.moonwire.engine.module.Permissions;
import org.moonwire.engine.module.Results;
import org.moonwire.policy.Network;
import org.moonwire.policy.WebSocketUrl;
import org.moonwire.websocket.net.Connection;
import org.moonwire.websocket.net.DialException;
import org.moonwire.websocket.net.DialRequest;
import org.moonwire.websocket.net.DialRequest.Header;
import org.moonwire.websocket.wire.Utf8Validator;

/**
 * {@code websocket.connect(url, options)}. The order of its steps is part of the interface: a
 * script without the right to connect learns nothing else.
 */
final class Connect implements ModuleFunction {
  static final String MAY_CONNECT = "websocket.connect";
  static final String MAY_CONNECT_URL = "websocket.connect.url";
  static final String MAY_CONNECT_ADDRESS = "websocket.connect.address";
  static final String MAY_USE_PROXY = "websocket.connect.proxy";
  static final String MAY_TRUST = "websocket.connect.trust";
  static final String MAY_BE_INSECURE = "websocket.connect.insecure";

  private final ModuleContext engine;
  private final HostSettings host;
  private final Connections connections;
  private final Semaphore places;

  Connect(ModuleContext engine, HostSettings host) {
    this.engine = engine;
    this.host = host;
    this.connections = new Connections(engine);
    this.places = new Semaphore(host.maxConnections());
  }

  @Override
  public Object call(Arguments args) {
    CallContext caller = args.context();
    if (engine.isClosed() || caller.isClosed()) {
      return Results.failure(Errors.noContext());
    }
    if (!caller.isAllowed(MAY_CONNECT, "", Map.of())) {
      return Results.failure(Errors.notAllowed());
    }
    byte[] bytes = args.bytes(1);
    if (bytes.length == 0) {
      throw args.error(1, "URL required");
    }
    String written = new String(bytes, UTF_8);
    if (!Utf8Validator.isValid(bytes)) {
      return Results.failure(Errors.badUrl(written, "not valid UTF-8"));
    }
    WebSocketUrl url;
    try {
      url = WebSocketUrl.parse(written);
    } catch (IllegalArgumentException e) {
      return Results.failure(Errors.badUrl(written, e.getMessage()));
    }
    Map<String, Object> meta = meta(url);
    if (!caller.isAllowed(MAY_CONNECT_URL, url.text(), meta)) {
      return Results.failure(Errors.urlNotAllowed(written));
    }
    try {
      Map<?, ?> table = args.isNil(2) ? Map.of() : args.table(2);
      ConnectOptions options = ConnectOptions.read(table, host.ceilings(), host.certificates());
      ErrorValue refusal = refusal(caller.permissions(), url, meta, options);
      return refusal != null
          ? Results.failure(refusal)
          : dial(
              written,
              request(url, options, guard(caller.permissions(), url, meta)),
              options,
              caller);
    } catch (BadOptionsException e) {
      return Results.failure(Errors.badOptions(e.problems()));
    }
  }

  /** Asks about the options that reach beyond the URL; null if all is allowed. */
  private ErrorValue refusal(
      Permissions rights, WebSocketUrl url, Map<String, Object> meta, ConnectOptions options) {
    ProxyOption proxy = options.proxy();
    if (proxy != null && !rights.isAllowed(MAY_USE_PROXY, proxy.resource(), proxy.meta())) {
      return Errors.proxyNotAllowed(proxy.resource());
    }
    if (options.tls().choosesTrust() && !rights.isAllowed(MAY_TRUST, url.text(), meta)) {
      return Errors.trustNotAllowed(url.text());
    }
    boolean insecure = options.tls().insecure() && !host.insecureGranted();
    return insecure && !rights.isGranted(MAY_BE_INSECURE, url.text(), meta)
        ? Errors.insecureNotAllowed(url.text())
        : null;
  }

  private static Map<String, Object> meta(WebSocketUrl url) {
    return Map.of(
        "scheme", url.scheme(), "host", url.host(), "port", url.port(), "path", url.path());
  }

  /** Asks about addresses only where a policy speaks of them; resolving may take a while. */
  private static DialRequest.AddressGuard guard(
      Permissions rights, WebSocketUrl url, Map<String, Object> meta) {
    if (!rights.names(MAY_CONNECT_ADDRESS)) {
      return DialRequest.AddressGuard.NONE;
    }
    return address -> {
      Map<String, Object> facts = new HashMap<>(meta);
      facts.put("ip", address.getHostAddress());
      facts.put("network", Network.of(address.getAddress()).text());
      return !rights.isDenied(MAY_CONNECT_ADDRESS, url.text(), facts);
    };
  }

  private DialRequest request(
      WebSocketUrl url, ConnectOptions options, DialRequest.AddressGuard guard) {
    List<Header> headers = host.withDefaults(options.headers());
    if (headers.stream().noneMatch(header -> header.name().equalsIgnoreCase("User-Agent"))) {
      headers.add(new Header("User-Agent", "Moonwire/" + version()));
    }
    return new DialRequest(
        url,
        headers,
        options.protocols(),
        options.requireProtocol(),
        options.timeouts(),
        options.readLimit(),
        options.offer(),
        guard,
        options.tls().terms(host.tls()),
        options.proxy() == null ? host.proxies() : any -> options.proxy().address());
  }

  private static String version() {
    String version = Connect.class.getPackage().getImplementationVersion();
    return version == null ? "0" : version;
  }

  private CompletionStage<Object> dial(
      String written, DialRequest request, ConnectOptions options, CallContext caller) {
    if (!places.tryAcquire()) {
      return CompletableFuture.completedFuture(
          Results.failure(Errors.tooManyConnections(written, host.maxConnections())));
    }
    Channel channel = caller.newChannel(options.channelCapacity());
    ChannelInbox inbox =
        new ChannelInbox(
            channel,
            options.readLimit(),
            options.stream() ? new MessageStreams(channel.capacity(), options.readLimit()) : null,
            options.controlFrames(),
            caller.hold());
    Object event = SocketFlightRecording.dialling();
    CompletionStage<Connection> opened;
    try {
      opened = connections.open(request, inbox);
    } catch (Throwable e) {
      places.release();
      inbox.end();
      throw e;
    }
    return opened.handle(
        (connection, failure) -> {
          if (failure != null) {
            places.release();
            DialException dial = dialException(failure);
            SocketFlightRecording.failed(event, request.url(), dial);
            return failed(written, dial);
          }
          SocketFlightRecording.opened(event, request.url());
          whenGone(connection, request.url());
          return new Client(connection, channel);
        });
  }

  private void whenGone(Connection connection, WebSocketUrl url) {
    long since = System.nanoTime();
    connections.whenGone(
        connection,
        () -> {
          places.release();
          SocketFlightRecording.closed(url, connection, since);
        });
  }

  private static DialException dialException(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof DialException known
        ? known
        : new DialException(cause.toString(), cause);
  }

  private static Results failed(String written, DialException dial) {
    if (dial.isBadOption()) {
      return Results.failure(Errors.badOptions(List.of(dial.getMessage())));
    }
    return Results.failure(
        dial.isForbidden() ? Errors.urlNotAllowed(written) : Errors.dialFailed(written, dial));
  }
}
