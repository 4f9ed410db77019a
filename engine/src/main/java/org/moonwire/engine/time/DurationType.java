package org.moonwire.engine.time;

import org.moonwire.engine.module.Arguments;
import org.moonwire.engine.module.LuaType;

/** Durations as scripts see them (engine/manual/time.md#durations). */
final class DurationType {
  static final LuaType<GoDuration> TYPE =
      LuaType.named("duration", GoDuration.class)
          .method("nanoseconds", (d, args) -> d.nanos())
          .method("microseconds", (d, args) -> d.micros())
          .method("milliseconds", (d, args) -> d.millis())
          .method("seconds", (d, args) -> d.seconds())
          .method("minutes", (d, args) -> d.minutes())
          .method("hours", (d, args) -> d.hours())
          .metamethod("__tostring", args -> self(args, 1).toString())
          .metamethod("__eq", args -> args.get(1).equals(args.get(2)))
          .metamethod("__lt", args -> self(args, 1).compareTo(self(args, 2)) < 0)
          .metamethod("__le", args -> self(args, 1).compareTo(self(args, 2)) <= 0)
          .build();

  private DurationType() {}

  private static GoDuration self(Arguments args, int i) {
    return args.object(i, TYPE);
  }
}
