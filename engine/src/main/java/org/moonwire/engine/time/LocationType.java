package org.moonwire.engine.time;

import org.moonwire.engine.module.LuaType;

/** Zones as scripts see them (engine/manual/time.md#locations). */
final class LocationType {
  static final LuaType<Location> TYPE =
      LuaType.named("location", Location.class)
          .method("string", (location, args) -> location.name())
          .metamethod("__tostring", args -> args.object(1, LocationType.TYPE).name())
          .build();

  private LocationType() {}
}
