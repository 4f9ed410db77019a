package org.moonwire.engine.modules;

import org.moonwire.engine.channel.Channel;
import org.moonwire.engine.module.CallContext;
import org.moonwire.engine.module.LuaObject;
import org.moonwire.engine.module.LuaType;
import org.moonwire.engine.time.GoDuration;

/** Instants to come at equal distances, as scripts have them: a channel, and what fills it. */
final class Ticker implements LuaObject {
  private static final int CAPACITY = 16;

  static final LuaType<Ticker> TYPE =
      LuaType.named("ticker", Ticker.class)
          .method("response", (ticker, args) -> ticker.channel)
          .method("channel", (ticker, args) -> ticker.channel)
          .method("stop", (ticker, args) -> ticker.stop())
          .build();

  private final Channel channel;
  private final Ticking ticking;

  Ticker(Timers timers, CallContext context, GoDuration period) {
    this.channel = context.newChannel(CAPACITY);
    this.ticking = new Ticking(timers, context, channel, period);
  }

  private boolean stop() {
    ticking.stop();
    return true;
  }

  @Override
  public LuaType<Ticker> luaType() {
    return TYPE;
  }
}
