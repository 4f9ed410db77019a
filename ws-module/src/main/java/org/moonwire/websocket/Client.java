package org.moonwire.websocket;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.moonwire.engine.channel.Channel;
import org.moonwire.engine.module.Arguments;
import org.moonwire.engine.module.ErrorValue;
import org.moonwire.engine.module.HeldMemory;
import org.moonwire.engine.module.LuaObject;
import org.moonwire.engine.module.LuaType;
import org.moonwire.engine.module.MethodValue;
import org.moonwire.engine.module.NewTable;
import org.moonwire.engine.module.Results;
import org.moonwire.engine.time.GoDuration;
import org.moonwire.websocket.cookie.CookieJar;
import org.moonwire.websocket.net.Connection;
import org.moonwire.websocket.net.ConnectionClosedException;
import org.moonwire.websocket.net.Loss;
import org.moonwire.websocket.net.MessageInProgressException;
import org.moonwire.websocket.net.Stats;
import org.moonwire.websocket.wire.CloseInfo;
import org.moonwire.websocket.wire.Utf8Validator;

/** A connection as scripts see it. It keeps its channel alive, and so the connection. */
final class Client implements LuaObject {
  static final int TEXT = 1;
  static final int BINARY = 2;

  /** The code of a connection that ended without a close frame (RFC 6455, section 7.4.1). */
  private static final int ABNORMAL = 1006;

  private static final int MAX_PING_LENGTH = 125;

  static final LuaType<Client> TYPE =
      LuaType.named("websocket.Client", Client.class)
          .method("send", Client::send)
          .method("send_stream", Client::sendStream)
          .method("ping", Client::ping)
          .method("channel", Client::channel)
          .method("receive", Client::channel)
          .method("close", Client::close)
          .method("messages", Client::messages)
          .method("protocol", (client, args) -> client.connection.protocol())
          .method("response", Client::response)
          .method("stats", Client::stats)
          .method("connection", (client, args) -> ConnectionTable.of(client.connection))
          .method("close_info", Client::closeInfo)
          .build();

  private final Connection connection;
  private final Channel channel;

  /** Null if none are kept. */
  private final JarObject cookies;

  private final AtomicBoolean closed = new AtomicBoolean();
  private final AtomicLong pings = new AtomicLong();

  /** The engine, once Java code has the client: there to be reached. */
  private final AtomicReference<Object> engine = new AtomicReference<>();

  /** Makes a client; {@code cookies} is null if none are kept. */
  Client(Connection connection, Channel channel, CookieJar cookies) {
    this.connection = connection;
    this.channel = channel;
    this.cookies = cookies == null ? null : new JarObject(cookies);
  }

  @Override
  public LuaType<?> luaType() {
    return TYPE;
  }

  @Override
  public void keep(Object owner) {
    // The first is the engine whose connection this is; later ones only pass it on.
    engine.compareAndSet(null, owner);
  }

  @Override
  public void reportTo(HeldMemory memory) {
    memory.hold(channel);
    memory.hold(cookies);
  }

  private Object send(Arguments args) {
    byte[] data = args.bytes(1);
    Object type = args.get(2);
    boolean text = type == null || isNumber(type, TEXT);
    if (!text && !isNumber(type, BINARY)) {
      return refusal(Errors.badMessageType(Described.of(type)));
    }
    if (text && !Utf8Validator.isValid(data)) {
      return refusal(Errors.textNotUtf8());
    }
    return reported(connection.send(text, data), Errors::sendFailed);
  }

  private Object sendStream(Arguments args) {
    Object type = args.isNil(1) || args.get(1) instanceof Number ? args.get(1) : null;
    if (!args.isNil(1) && type == null) {
      OptionReader in = new OptionReader(args.table(1), OptionLimits.NONE);
      type = in.any("type");
      try {
        in.finish();
      } catch (BadOptionsException e) {
        return Results.failure(Errors.badOptions(e.problems()));
      }
    }
    boolean text = type == null || isNumber(type, TEXT) || ChannelInbox.TYPE_TEXT.equals(type);
    if (!text && !isNumber(type, BINARY) && !ChannelInbox.TYPE_BINARY.equals(type)) {
      return Results.failure(Errors.badMessageType(Described.of(type)));
    }
    try {
      return new SendStream(this, connection.stream(text));
    } catch (IOException e) {
      return Results.failure(error(e, Errors::sendFailed));
    }
  }

  private static boolean isNumber(Object value, int wanted) {
    return value instanceof Number number && number.doubleValue() == wanted;
  }

  private Object ping(Arguments args) {
    byte[] data = args.isNil(1) ? new byte[0] : args.bytes(1);
    Duration patience = null;
    if (!args.isNil(2)) {
      OptionReader in = new OptionReader(args.table(2), OptionLimits.NONE);
      patience = in.span("wait", null);
      try {
        in.finish();
      } catch (BadOptionsException e) {
        return refusal(Errors.badOptions(e.problems()));
      }
    }
    if (data.length > MAX_PING_LENGTH) {
      return refusal(Errors.pingTooLong(data.length));
    }
    return patience == null
        ? reported(connection.ping(data), Errors::pingFailed)
        : ponged(args.isNil(1) ? unique() : data, patience);
  }

  private CompletionStage<Object> ponged(byte[] data, Duration patience) {
    return connection
        .ping(data, patience)
        .handle(
            (latency, failure) ->
                failure == null
                    ? Results.of(true, GoDuration.ofNanos((double) latency.toNanos()))
                    : failed(
                        failure,
                        cause ->
                            cause instanceof TimeoutException
                                ? Errors.noPong(patience)
                                : Errors.pingFailed(cause)));
  }

  /** Tells the pong apart that answers this ping and no earlier one. */
  private byte[] unique() {
    return ByteBuffer.allocate(Long.BYTES).putLong(pings.incrementAndGet()).array();
  }

  /** Who gives a duration wants a message, not the channel. */
  private Object channel(Arguments args) {
    if (!args.isNil(1)) {
      throw args.error(1, "none expected; client:channel():receive(\"5s\") gives a message");
    }
    return channel;
  }

  /** The parts of a generic {@code for}: the channel's {@code receive}, and the channel. */
  private Object messages(Arguments args) {
    return Results.of(new MethodValue(channel, "receive"), channel);
  }

  private Object response(Arguments args) {
    Connection.HandshakeResponse response = connection.response();
    return NewTable.of("status", response.status(), "headers", NewTable.copyOf(response.headers()));
  }

  private Object stats(Arguments args) {
    Stats stats = connection.stats();
    Duration trip = stats.lastRoundTrip();
    return NewTable.of(
        "messages_in", stats.messagesIn(),
        "bytes_in", stats.bytesIn(),
        "wire_bytes_in", stats.wireBytesIn(),
        "messages_out", stats.messagesOut(),
        "bytes_out", stats.bytesOut(),
        "wire_bytes_out", stats.wireBytesOut(),
        "last_round_trip", trip == null ? null : GoDuration.ofNanos((double) trip.toNanos()));
  }

  private Object close(Arguments args) {
    double code = args.isNil(1) ? 1000 : args.number(1);
    byte[] reason = args.isNil(2) ? new byte[0] : args.bytes(2);
    if (code != Math.rint(code) || code < 1000 || code > 4999) {
      return refusal(Errors.badCloseCode(code));
    }
    if (!Utf8Validator.isValid(reason)) {
      return refusal(Errors.reasonNotUtf8());
    }
    if (closed.getAndSet(true)) {
      return refusal(Errors.notFound());
    }
    CompletionStage<Object> over = connection.close((int) code, reason).thenApply(done -> true);
    return over;
  }

  private Object closeInfo(Arguments args) {
    CloseInfo info = connection.closeInfo();
    if (info == null) {
      return null;
    }
    Loss loss = connection.loss();
    boolean isLost = loss != null && (info.code() == ABNORMAL || info.by() == CloseInfo.Side.LOCAL);
    return NewTable.of(
        "code", info.code(),
        "reason", info.reason(),
        "clean", info.clean(),
        "by", info.by().name().toLowerCase(Locale.ROOT),
        "cause", isLost ? Errors.lost(loss) : null);
  }

  static Object reported(CompletableFuture<Void> written, Function<Throwable, ErrorValue> failed) {
    if (written.isDone() && !written.isCompletedExceptionally()) {
      return true;
    }
    CompletionStage<Object> result =
        written.handle((done, failure) -> failure == null ? true : failed(failure, failed));
    return result;
  }

  private static Results failed(Throwable failure, Function<Throwable, ErrorValue> error) {
    return refusal(error(failure, error));
  }

  private static ErrorValue error(Throwable failure, Function<Throwable, ErrorValue> otherwise) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof ConnectionClosedException) {
      return Errors.closed();
    }
    return cause instanceof MessageInProgressException
        ? Errors.messageInProgress()
        : otherwise.apply(cause);
  }

  static Results refusal(ErrorValue error) {
    return Results.of(false, error);
  }
}
