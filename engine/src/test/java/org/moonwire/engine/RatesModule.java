package org.moonwire.engine;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.moonwire.engine.channel.Channel;
import org.moonwire.engine.module.Arguments;
import org.moonwire.engine.module.CallContext;
import org.moonwire.engine.module.ErrorKind;
import org.moonwire.engine.module.ErrorValue;
import org.moonwire.engine.module.LuaModule;
import org.moonwire.engine.module.LuaObject;
import org.moonwire.engine.module.LuaType;
import org.moonwire.engine.module.MethodValue;
import org.moonwire.engine.module.ModuleContext;
import org.moonwire.engine.module.ModuleTable;
import org.moonwire.engine.module.NewTable;
import org.moonwire.engine.module.Results;

/** The module {@code rates}: exchange rates from somewhere slow. */
public final class RatesModule implements LuaModule {
  private static final Duration DELAY = Duration.ofMillis(5);

  @Override
  public String name() {
    return "rates";
  }

  @Override
  public ModuleTable open(ModuleContext engine) {
    return ModuleTable.builder()
        .constant("BASE", "EUR")
        .function("get", args -> get(engine, args))
        .function("watch", args -> watch(engine, args))
        .build();
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the engine waits for it
  private static Object get(ModuleContext engine, Arguments args) {
    String currency = currency(args);
    if (!args.context().isAllowed("rates.get", currency, Map.of())) {
      return denied(currency);
    }
    CompletableFuture<Object> rate = new CompletableFuture<>();
    engine.schedule(DELAY, () -> rate.complete(NewTable.of("currency", currency, "rate", 1.25)));
    return rate;
  }

  private static Object watch(ModuleContext engine, Arguments args) {
    String currency = currency(args);
    return args.context().isAllowed("rates.watch", currency, Map.of())
        ? new Watch(engine, args.context())
        : denied(currency);
  }

  private static String currency(Arguments args) {
    String currency = args.string(1);
    if (currency.length() != 3) {
      throw args.error(1, "`" + currency + "` is no currency: write three letters");
    }
    return currency;
  }

  private static Results denied(String currency) {
    return Results.failure(
        ErrorValue.of(ErrorKind.PERMISSION_DENIED, "not allowed: " + currency, false));
  }

  /** What {@code rates.watch} returns: the changes of a rate, in a channel. */
  private static final class Watch implements LuaObject, AutoCloseable {
    static final LuaType<Watch> TYPE =
        LuaType.named("rates.Watch", Watch.class)
            .method("channel", (watch, args) -> watch.changes)
            .method("each", (watch, args) -> watch.each())
            .method("stop", (watch, args) -> watch.stop())
            .build();

    private final ModuleContext engine;
    private final Channel changes;
    private final CallContext.Hold hold;
    private final ModuleContext.Registration registration;

    Watch(ModuleContext engine, CallContext caller) {
      this.engine = engine;
      this.changes = caller.newChannel(16);
      this.hold = caller.hold();
      this.registration = engine.closeWithEngine(this);
      next(1);
    }

    private void next(int n) {
      engine.schedule(
          DELAY,
          () -> {
            // False if the channel is full: this change is dropped, and nothing piles up.
            boolean unused = changes.offer(1.25 + n / 100.0);
            if (!changes.isClosed()) {
              next(n + 1);
            }
          });
    }

    private Results each() {
      return Results.of(new MethodValue(changes, "receive"), changes);
    }

    private boolean stop() {
      registration.remove();
      close();
      return true;
    }

    @Override
    public void close() {
      changes.close();
      hold.release();
    }

    @Override
    public LuaType<?> luaType() {
      return TYPE;
    }
  }
}
