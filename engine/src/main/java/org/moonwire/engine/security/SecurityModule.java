package org.moonwire.engine.security;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.moonwire.engine.module.Arguments;
import org.moonwire.engine.module.ErrorKind;
import org.moonwire.engine.module.ErrorValue;
import org.moonwire.engine.module.LuaException;
import org.moonwire.engine.module.LuaModule;
import org.moonwire.engine.module.ModuleContext;
import org.moonwire.engine.module.ModuleTable;
import org.moonwire.engine.module.Results;
import org.moonwire.engine.module.TokenSettings;
import org.moonwire.policy.Actor;
import org.moonwire.policy.Policy;
import org.moonwire.policy.PolicySet;
import org.moonwire.policy.Scope;
import org.moonwire.policy.SecurityContext;

/**
 * The module {@code security} (engine/manual/security.md). Scripts see their actor and scope and
 * may build others; they cannot change their own.
 */
public final class SecurityModule implements LuaModule {
  private static final int MAX_REQUEST = 65_536;

  private final SecuritySource source;
  private final Map<String, TokenSettings> stores;
  private final Clock clock;

  /**
   * Makes the module for an engine whose configuration {@code source} knows, with token stores by
   * their ids; {@code clock} tells when tokens expire.
   */
  public SecurityModule(SecuritySource source, Map<String, TokenSettings> stores, Clock clock) {
    this.source = source;
    this.stores = Map.copyOf(stores);
    this.clock = clock;
  }

  @Override
  public String name() {
    return "security";
  }

  @Override
  public ModuleTable open(ModuleContext context) {
    return ModuleTable.builder()
        .function(
            "actor",
            args -> source.contextOf(args.context()).actor().map(ActorObject::new).orElse(null))
        .function(
            "scope",
            args -> source.contextOf(args.context()).scope().map(ScopeObject::new).orElse(null))
        .function("can", this::can)
        .function("policy", this::policy)
        .function("named_scope", this::namedScope)
        .function("new_scope", this::newScope)
        .function("new_actor", this::newActor)
        .function("token_store", this::tokenStore)
        .function("with_actor", this::withActor)
        .build();
  }

  /** The policies that are in force; null if the host has none. */
  PolicySet policies() {
    return source.policies();
  }

  private boolean can(Arguments args) {
    String action = request(args, 1);
    String resource = request(args, 2);
    return args.context().permissions().isGranted(action, resource, meta(args, 3));
  }

  /** An action or a resource: every policy may look at all of it. */
  static String request(Arguments args, int i) {
    String text = args.string(i);
    if (text.length() > MAX_REQUEST) {
      throw args.error(i, "longer than " + MAX_REQUEST + " characters");
    }
    return text;
  }

  private Object policy(Arguments args) {
    String id = args.string(1);
    if (!allowed(args, "security.policy.get", id)) {
      return denied("permission denied: access policy");
    }
    return found(args, set -> set.policy(id).map(PolicyObject::new), "policy not found");
  }

  private Object namedScope(Arguments args) {
    String id = args.string(1);
    if (!allowed(args, "security.policy_group.get", id)) {
      return denied("permission denied: access policy group");
    }
    return found(args, set -> set.group(id).map(ScopeObject::new), "policy group not found");
  }

  private Object found(
      Arguments args, Function<PolicySet, Optional<? extends Object>> find, String missing) {
    if (args.context().isClosed()) {
      return Results.failure(ErrorValue.of(ErrorKind.INTERNAL, "no context", false));
    }
    PolicySet policies = source.policies();
    Optional<? extends Object> found = policies == null ? Optional.empty() : find.apply(policies);
    return found.isPresent()
        ? Results.of(found.get(), null)
        : Results.failure(ErrorValue.of(ErrorKind.INTERNAL, missing, false));
  }

  private ScopeObject newScope(Arguments args) {
    List<Policy> policies = new ArrayList<>();
    if (!args.isNil(1)) {
      for (Object item : args.table(1).values()) {
        if (item instanceof Policy policy) {
          policies.add(policy);
        }
      }
    }
    requireScopes(args, "custom");
    return new ScopeObject(Scope.of(policies));
  }

  /** Raises an error unless the calling task may make scopes in the given way. */
  static void requireScopes(Arguments args, String way) {
    if (!allowed(args, "security.scope.create", way)) {
      throw new LuaException("not allowed to create custom scopes");
    }
  }

  private ActorObject newActor(Arguments args) {
    String id = args.string(1);
    Map<String, Object> meta = meta(args, 2);
    if (!allowed(args, "security.actor.create", id)) {
      throw new LuaException("not allowed to create actor with ID: " + id);
    }
    return new ActorObject(new Actor(id, meta));
  }

  private Object withActor(Arguments args) {
    Actor actor = args.object(1, ActorObject.TYPE).actor();
    SecurityContext now = source.contextOf(args.context()).withActor(actor);
    SecurityContext then =
        args.isNil(2) ? now : now.withScope(args.object(2, ScopeObject.TYPE).scope());
    if (!allowed(args, "security.with_actor", actor.id())) {
      throw new LuaException("not allowed to run as actor with ID: " + actor.id());
    }
    return ActingAs.of(then);
  }

  private Object tokenStore(Arguments args) {
    String id = args.string(1);
    if (id.isEmpty()) {
      return denied("token store id is required");
    }
    if (!allowed(args, "security.token_store.get", id)) {
      throw new LuaException("not allowed to use token store: " + id);
    }
    if (args.context().isClosed()) {
      return Results.failure(ErrorValue.of(ErrorKind.INTERNAL, "no context", false));
    }
    TokenSettings settings = stores.get(id);
    return settings == null
        ? Results.failure(ErrorValue.of(ErrorKind.INTERNAL, "token store not found", false))
        : new TokenStore(id, settings, this, clock);
  }

  private static boolean allowed(Arguments args, String action, String resource) {
    return args.context().isAllowed(action, resource, Map.of());
  }

  private static Results denied(String message) {
    return Results.failure(ErrorValue.of(ErrorKind.INVALID, message, false));
  }

  /** An optional table of facts; only its string keys count. */
  static Map<String, Object> meta(Arguments args, int i) {
    if (args.isNil(i)) {
      return Map.of();
    }
    try {
      return MetaReader.of(args.table(i));
    } catch (IllegalArgumentException tooDeep) {
      throw args.error(i, tooDeep.getMessage());
    }
  }
}
