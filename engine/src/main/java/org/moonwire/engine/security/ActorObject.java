package org.moonwire.engine.security;

import org.moonwire.engine.module.HeldMemory;
import org.moonwire.engine.module.LuaObject;
import org.moonwire.engine.module.LuaType;
import org.moonwire.engine.module.NewTable;
import org.moonwire.policy.Actor;

/** An actor as scripts see it; equal to others with the same id and data. */
record ActorObject(Actor actor) implements LuaObject {
  static final LuaType<ActorObject> TYPE =
      LuaType.named("security.Actor", ActorObject.class)
          .method("id", (self, args) -> self.actor.id())
          .method("meta", (self, args) -> NewTable.copyOf(self.actor.meta()))
          .metamethod("__eq", args -> args.get(1).equals(args.get(2)))
          .metamethod("__tostring", args -> args.object(1, ActorObject.TYPE).actor.id())
          .build();

  @Override
  public Object javaForm() {
    return actor;
  }

  @Override
  public LuaType<ActorObject> luaType() {
    return TYPE;
  }

  @Override
  public void reportTo(HeldMemory memory) {
    memory.hold(actor);
  }
}
