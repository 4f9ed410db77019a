package org.moonwire.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;

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
import org.moonwire.engine.module.Results;
import org.moonwire.policy.WebSocketUrl;
import org.moonwire.websocket.cookie.CookieJar;
import org.moonwire.websocket.net.Connection;
import org.moonwire.websocket.net.DialException;
import org.moonwire.websocket.net.DialPhases;
import org.moonwire.websocket.net.DialRequest;
import org.moonwire.websocket.recording.SocketFlightRecording;
import org.moonwire.websocket.wire.Utf8Validator;

/**
 * {@code websocket.connect(url, options)}. The order of its steps is part of the interface: a
 * script without the right to connect learns nothing else.
 */
final class Connect implements ModuleFunction {
  static final String MAY_CONNECT = "websocket.connect";
  static final String MAY_CONNECT_URL = "websocket.connect.url";
  static final String MAY_CONNECT_UNIX = "websocket.connect.unix";
  static final String MAY_CONNECT_ADDRESS = "websocket.connect.address";
  static final String MAY_USE_PROXY = "websocket.connect.proxy";
  static final String MAY_TRUST = "websocket.connect.trust";
  static final String MAY_BE_INSECURE = "websocket.connect.insecure";

  private final ModuleContext engine;
  private final HostSettings host;
  private final Connections connections;
  private final Semaphore places;

  /** What {@code cookies = true} means. */
  private final CookieJar cookies = new CookieJar();

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
    UnixUrl unix = null;
    WebSocketUrl url;
    try {
      unix = UnixUrl.isOne(written) ? UnixUrl.parse(written) : null;
      url = unix == null ? WebSocketUrl.parse(written) : unix.http();
    } catch (IllegalArgumentException e) {
      return Results.failure(Errors.badUrl(written, e.getMessage()));
    }
    DialPlan plan =
        new DialPlan(
            caller.permissions(),
            host,
            ConnectOptions.DEFAULTS,
            unix == null ? null : unix.destination());
    if (!plan.allows(url)) {
      return Results.failure(Errors.urlNotAllowed(written));
    }
    try {
      DialPlan whole = plan.with(options(args, unix != null));
      ErrorValue refusal = whole.refusal(url);
      return refusal != null
          ? Results.failure(refusal)
          : dial(written, whole.request(url), whole.options(), caller);
    } catch (BadOptionsException e) {
      return Results.failure(Errors.badOptions(e.problems()));
    }
  }

  private ConnectOptions options(Arguments args, boolean unix) throws BadOptionsException {
    Map<?, ?> table = args.isNil(2) ? Map.of() : args.table(2);
    ConnectOptions options =
        ConnectOptions.read(table, host.ceilings(), host.certificates(), cookies);
    if (options.cookies() != null) {
      // What servers have set since the last call.
      args.context().allocate(options.cookies().takeGrowth());
    }
    if (unix && (options.proxy() != null || options.connectTo() != null)) {
      throw new BadOptionsException(
          List.of("proxy and connect_to are for hosts, leave them out for a Unix socket"));
    }
    return options;
  }

  private CompletionStage<Object> dial(
      String written, DialRequest request, ConnectOptions options, CallContext caller) {
    if (!places.tryAcquire()) {
      return CompletableFuture.completedFuture(
          Results.failure(Errors.tooManyConnections(written, host.maxConnections())));
    }
    Channel channel;
    ChannelInbox inbox;
    try {
      channel = caller.newChannel(options.channelCapacity());
      inbox = inbox(channel, options, caller);
    } catch (Throwable e) {
      places.release();
      throw e;
    }
    Object event = SocketFlightRecording.dialling();
    DialPhases phases = event == null ? null : new DialPhases();
    CompletionStage<Connection> opened;
    try {
      opened = connections.open(request.timed(phases), inbox);
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
            SocketFlightRecording.failed(event, request.url(), dial, phases);
            return failed(written, dial);
          }
          SocketFlightRecording.opened(event, request.url(), phases);
          whenGone(connection, request.url());
          return new Client(connection, channel, request.cookies());
        });
  }

  private static ChannelInbox inbox(Channel channel, ConnectOptions options, CallContext caller) {
    return new ChannelInbox(
        channel,
        caller,
        options.readLimit(),
        options.stream() ? new MessageStreams(channel.capacity(), options.readLimit()) : null,
        options.controlFrames());
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
    if (dial.isForbidden()) {
      boolean isHop = !dial.forbiddenUrl().isEmpty();
      return Results.failure(Errors.urlNotAllowed(isHop ? dial.forbiddenUrl() : written, dial));
    }
    return Results.failure(Errors.dialFailed(written, dial));
  }
}
