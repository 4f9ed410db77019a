package org.moonwire.engine.security;

import org.moonwire.engine.core.Poll;
import org.moonwire.engine.module.LuaObject;
import org.moonwire.engine.module.LuaType;
import org.moonwire.policy.Policy;

/** A policy as scripts see it; equal to others for the same policy. */
record PolicyObject(Policy policy) implements LuaObject {
  static final LuaType<PolicyObject> TYPE =
      LuaType.named("security.Policy", PolicyObject.class)
          .method("id", (self, args) -> self.policy.id())
          .method(
              "evaluate",
              (self, args) ->
                  self.policy
                      .evaluate(
                          args.object(1, ActorObject.TYPE).actor(),
                          SecurityModule.request(args, 2),
                          SecurityModule.request(args, 3),
                          SecurityModule.meta(args, 4),
                          Poll::work)
                      .text())
          .metamethod("__eq", args -> args.get(1).equals(args.get(2)))
          .metamethod("__tostring", args -> args.object(1, PolicyObject.TYPE).policy.id())
          .build();

  @Override
  public Object javaForm() {
    return policy;
  }

  @Override
  public LuaType<PolicyObject> luaType() {
    return TYPE;
  }
}
