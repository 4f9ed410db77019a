package org.moonwire.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.moonwire.engine.channel.Channel;
import org.moonwire.engine.module.Arguments;
import org.moonwire.engine.module.CallContext;
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
import org.moonwire.websocket.net.ProxyChoice;
import org.moonwire.websocket.net.TlsTerms;
import org.moonwire.websocket.wire.Utf8;

/**
 * {@code websocket.connect(url, options)}. The order of its steps is part of the interface: a
 * script without the right to connect learns nothing else.
 */
final class Connect implements ModuleFunction {
  static final String MAY_CONNECT = "websocket.connect";
  static final String MAY_CONNECT_URL = "websocket.connect.url";
  static final String MAY_CONNECT_ADDRESS = "websocket.connect.address";

  private final ModuleContext engine;
  private final Connections connections;

  Connect(ModuleContext engine) {
    this.engine = engine;
    this.connections = new Connections(engine);
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
    if (!Utf8.isValid(bytes)) {
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
      ConnectOptions options =
          args.isNil(2) ? ConnectOptions.DEFAULTS : ConnectOptions.read(args.table(2));
      return dial(
          written, request(url, options, guard(caller.permissions(), url, meta)), options, caller);
    } catch (BadOptionsException e) {
      return Results.failure(Errors.badOptions(e.problems()));
    }
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

  private static DialRequest request(
      WebSocketUrl url, ConnectOptions options, DialRequest.AddressGuard guard) {
    List<Header> headers = new ArrayList<>(options.headers());
    if (headers.stream().noneMatch(header -> header.name().equalsIgnoreCase("User-Agent"))) {
      headers.add(new Header("User-Agent", "Moonwire/" + version()));
    }
    return new DialRequest(
        url,
        headers,
        options.protocols(),
        new DialRequest.Timeouts(
            options.dialTimeout(), options.readTimeout(), options.writeTimeout()),
        options.readLimit(),
        options.offer(),
        guard,
        TlsTerms.DEFAULT,
        ProxyChoice.DIRECT);
  }

  private static String version() {
    String version = Connect.class.getPackage().getImplementationVersion();
    return version == null ? "0" : version;
  }

  private CompletionStage<Object> dial(
      String written, DialRequest request, ConnectOptions options, CallContext caller) {
    Channel channel = caller.newChannel(options.channelCapacity());
    ChannelInbox inbox = new ChannelInbox(channel, options.readLimit(), false, caller.hold());
    CompletionStage<Connection> opened = connections.open(request, inbox);
    return opened.handle(
        (connection, failure) ->
            failure == null ? new Client(connection, channel) : failed(written, failure));
  }

  private static Results failed(String written, Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    DialException dial =
        cause instanceof DialException known ? known : new DialException(cause.toString(), cause);
    return Results.failure(
        dial.isForbidden() ? Errors.urlNotAllowed(written) : Errors.dialFailed(written, dial));
  }
}
