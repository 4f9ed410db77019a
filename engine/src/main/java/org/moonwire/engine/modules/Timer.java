package org.moonwire.engine.modules;

import org.moonwire.engine.channel.Channel;
import org.moonwire.engine.module.Arguments;
import org.moonwire.engine.module.CallContext;
import org.moonwire.engine.module.LuaException;
import org.moonwire.engine.module.LuaObject;
import org.moonwire.engine.module.LuaType;
import org.moonwire.engine.time.GoDuration;
import org.moonwire.engine.time.GoParseException;

/** One instant to come, as scripts have it: a channel, and what delivers the time there. */
final class Timer implements LuaObject {
  static final LuaType<Timer> TYPE =
      LuaType.named("timer", Timer.class)
          .method("response", (timer, args) -> timer.channel)
          .method("channel", (timer, args) -> timer.channel)
          .method("stop", (timer, args) -> timer.countdown.stop())
          .method("reset", Timer::reset)
          .build();

  private final Channel channel;
  private final Countdown countdown;

  Timer(Timers timers, CallContext context, GoDuration duration) {
    this.channel = context.newChannel(1);
    this.countdown = new Countdown(timers, context, channel, duration);
  }

  Channel channel() {
    return channel;
  }

  private static Object reset(Timer timer, Arguments args) {
    try {
      return timer.countdown.reset(TimeModule.positive(args, 1, "timer:reset"));
    } catch (GoParseException bad) {
      throw new LuaException(bad.getMessage());
    }
  }

  @Override
  public LuaType<Timer> luaType() {
    return TYPE;
  }
}
