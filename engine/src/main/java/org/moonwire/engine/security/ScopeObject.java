package org.moonwire.engine.security;

import org.moonwire.engine.core.Poll;
import org.moonwire.engine.module.Arguments;
import org.moonwire.engine.module.HeldMemory;
import org.moonwire.engine.module.LuaObject;
import org.moonwire.engine.module.LuaType;
import org.moonwire.engine.module.NewTable;
import org.moonwire.policy.Scope;

/** A scope as scripts see it; equal to others for the same scope. */
final class ScopeObject implements LuaObject {
  static final LuaType<ScopeObject> TYPE =
      LuaType.named("security.Scope", ScopeObject.class)
          .method("with", ScopeObject::with)
          .method("without", ScopeObject::without)
          .method("evaluate", ScopeObject::evaluate)
          .method("contains", (self, args) -> self.scope.contains(policyId(args)))
          .method(
              "policies",
              (self, args) ->
                  NewTable.list(self.scope.policies().stream().map(PolicyObject::new).toList()))
          .metamethod("__eq", args -> args.get(1).equals(args.get(2)))
          .build();

  private final Scope scope;

  ScopeObject(Scope scope) {
    this.scope = scope;
  }

  Scope scope() {
    return scope;
  }

  private static ScopeObject with(ScopeObject self, Arguments args) {
    PolicyObject added = args.object(1, PolicyObject.TYPE);
    SecurityModule.requireScopes(args, "with");
    return new ScopeObject(self.scope.with(added.policy()));
  }

  private static ScopeObject without(ScopeObject self, Arguments args) {
    String id = policyId(args);
    SecurityModule.requireScopes(args, "without");
    Scope rest = self.scope.without(id);
    return rest.equals(self.scope) ? self : new ScopeObject(rest);
  }

  private static String evaluate(ScopeObject self, Arguments args) {
    return self.scope
        .evaluate(
            args.object(1, ActorObject.TYPE).actor(),
            SecurityModule.request(args, 2),
            SecurityModule.request(args, 3),
            SecurityModule.meta(args, 4),
            Poll::work)
        .text();
  }

  /** A policy, its id, or a table {@code {ns=, name=}}. */
  private static String policyId(Arguments args) {
    if (args.is(1, PolicyObject.TYPE)) {
      return args.object(1, PolicyObject.TYPE).policy().id();
    }
    if (args.typeName(1).equals("string")) {
      return args.string(1);
    }
    if (args.typeName(1).equals("table")
        && args.table(1).get("name") instanceof String name
        && (args.table(1).get("ns") == null || args.table(1).get("ns") instanceof String)) {
      Object namespace = args.table(1).get("ns");
      return (namespace == null ? "" : namespace) + ":" + name;
    }
    throw args.error(1, "policy, id or table with ns and name expected, got " + args.typeName(1));
  }

  @Override
  public void reportTo(HeldMemory memory) {
    memory.hold(scope);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ScopeObject that && scope.equals(that.scope);
  }

  @Override
  public int hashCode() {
    return scope.hashCode();
  }

  @Override
  public Object javaForm() {
    return scope;
  }

  @Override
  public LuaType<ScopeObject> luaType() {
    return TYPE;
  }
}
