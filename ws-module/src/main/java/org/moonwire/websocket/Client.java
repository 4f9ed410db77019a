package org.moonwire.websocket;

import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.moonwire.engine.channel.Channel;
import org.moonwire.engine.module.Arguments;
import org.moonwire.engine.module.ErrorValue;
import org.moonwire.engine.module.LuaObject;
import org.moonwire.engine.module.LuaType;
import org.moonwire.engine.module.NewTable;
import org.moonwire.engine.module.Results;
import org.moonwire.websocket.net.Connection;
import org.moonwire.websocket.net.ConnectionClosedException;
import org.moonwire.websocket.wire.CloseInfo;
import org.moonwire.websocket.wire.Utf8;

/** A connection as scripts see it. It keeps its channel alive, and so the connection. */
final class Client implements LuaObject {
  static final int TEXT = 1;
  static final int BINARY = 2;

  private static final LuaType<Client> TYPE =
      LuaType.named("websocket.Client", Client.class)
          .method("send", Client::send)
          .method("ping", Client::ping)
          .method("channel", (client, args) -> client.channel)
          .method("receive", (client, args) -> client.channel)
          .method("close", Client::close)
          .method("protocol", (client, args) -> client.connection.protocol())
          .method("close_info", Client::closeInfo)
          .build();

  private final Connection connection;
  private final Channel channel;
  private final AtomicBoolean closed = new AtomicBoolean();

  Client(Connection connection, Channel channel) {
    this.connection = connection;
    this.channel = channel;
  }

  @Override
  public LuaType<?> luaType() {
    return TYPE;
  }

  private Object send(Arguments args) {
    byte[] data = args.bytes(1);
    Object type = args.get(2);
    boolean text = type == null || isNumber(type, TEXT);
    if (!text && !isNumber(type, BINARY)) {
      return refusal(Errors.badMessageType(Shown.of(type)));
    }
    if (text && !Utf8.isValid(data)) {
      return refusal(Errors.textNotUtf8());
    }
    return reported(connection.send(text, data), Errors::sendFailed);
  }

  private static boolean isNumber(Object value, int wanted) {
    return value instanceof Number number && number.doubleValue() == wanted;
  }

  private Object ping(Arguments args) {
    return reported(connection.ping(new byte[0]), Errors::pingFailed);
  }

  private Object close(Arguments args) {
    double code = args.isNil(1) ? 1000 : args.number(1);
    byte[] reason = args.isNil(2) ? new byte[0] : args.bytes(2);
    if (code != Math.rint(code) || code < 1000 || code > 4999) {
      return refusal(Errors.badCloseCode(code));
    }
    if (!Utf8.isValid(reason)) {
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
    String by = info.by().name().toLowerCase(Locale.ROOT);
    return NewTable.of(
        "code", info.code(), "reason", info.reason(), "clean", info.clean(), "by", by);
  }

  private static CompletionStage<Object> reported(
      CompletableFuture<Void> written, Function<Throwable, ErrorValue> failed) {
    return written.handle(
        (done, failure) -> {
          if (failure == null) {
            return true;
          }
          Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
          boolean closed = cause instanceof ConnectionClosedException;
          return refusal(closed ? Errors.closed() : failed.apply(cause));
        });
  }

  private static Results refusal(ErrorValue error) {
    return Results.of(false, error);
  }
}
