package org.moonwire.websocket;

import java.lang.ref.Cleaner;
import java.nio.charset.CharacterCodingException;
import org.moonwire.engine.channel.Reaper;
import org.moonwire.engine.module.Arguments;
import org.moonwire.engine.module.ErrorValue;
import org.moonwire.engine.module.HeldMemory;
import org.moonwire.engine.module.LuaObject;
import org.moonwire.engine.module.LuaType;
import org.moonwire.websocket.net.Connection;

/**
 * A message that a script sends piece by piece. One that is given up before its end ends the
 * connection, so that nobody takes it for whole.
 */
final class SendStream implements LuaObject {
  static final LuaType<SendStream> TYPE =
      LuaType.named("websocket.SendStream", SendStream.class)
          .method("write", SendStream::write)
          .method("close", (stream, args) -> stream.close())
          .build();

  private final Client client;
  private final Connection.OutgoingMessage message;
  private final Cleaner.Cleanable watch;

  SendStream(Client client, Connection.OutgoingMessage message) {
    this.client = client;
    this.message = message;
    this.watch = Reaper.watch(this, message::abandon);
  }

  private Object write(Arguments args) {
    return Client.reported(
        message.write(args.bytes(1)),
        failure ->
            failure instanceof CharacterCodingException ? Errors.textNotUtf8() : failed(failure));
  }

  private Object close() {
    var ended = message.end();
    if (!ended.isCompletedExceptionally()) {
      watch.clean();
    }
    return Client.reported(
        ended,
        failure ->
            failure instanceof CharacterCodingException
                ? Errors.unfinishedText()
                : failed(failure));
  }

  private static ErrorValue failed(Throwable failure) {
    return failure instanceof IllegalStateException
        ? Errors.streamClosed()
        : Errors.sendFailed(failure);
  }

  @Override
  public LuaType<?> luaType() {
    return TYPE;
  }

  @Override
  public void keep(Object owner) {
    client.keep(owner);
  }

  @Override
  public void reportTo(HeldMemory memory) {
    memory.hold(client);
  }
}
