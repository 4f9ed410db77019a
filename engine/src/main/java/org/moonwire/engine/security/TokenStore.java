package org.moonwire.engine.security;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.moonwire.engine.module.Arguments;
import org.moonwire.engine.module.ErrorKind;
import org.moonwire.engine.module.ErrorValue;
import org.moonwire.engine.module.FailureException;
import org.moonwire.engine.module.LuaObject;
import org.moonwire.engine.module.LuaType;
import org.moonwire.engine.module.OptionTable;
import org.moonwire.engine.module.Results;
import org.moonwire.engine.module.TokenSettings;
import org.moonwire.engine.time.GoDuration;
import org.moonwire.engine.time.GoParseException;
import org.moonwire.policy.Actor;
import org.moonwire.policy.Policy;
import org.moonwire.policy.PolicySet;
import org.moonwire.policy.Scope;

/** A token store as scripts see it. Safe to use from any thread. */
final class TokenStore implements LuaObject {
  static final LuaType<TokenStore> TYPE =
      LuaType.named("security.TokenStore", TokenStore.class)
          .method("create", TokenStore::create)
          .method("validate", TokenStore::validate)
          .method("revoke", TokenStore::revoke)
          .method("close", TokenStore::close)
          .build();

  private static final long MAX_MILLIS = TimeUnit.DAYS.toMillis(3650);

  private final String id;
  private final TokenSettings settings;
  private final SignedTokens texts;
  private final SecurityModule module;
  private final Clock clock;
  private volatile boolean closed;

  TokenStore(String id, TokenSettings settings, SecurityModule module, Clock clock) {
    this.id = id;
    this.settings = settings;
    this.texts = new SignedTokens(id, settings.secret());
    this.module = module;
    this.clock = clock;
  }

  private static Object create(TokenStore self, Arguments args) {
    Actor actor = args.object(1, ActorObject.TYPE).actor();
    Scope scope = args.object(2, ScopeObject.TYPE).scope();
    OptionTable options = OptionTable.of(args, 3);
    Duration lifetime = self.lifetime(options.value("expiration"));
    Map<String, Object> meta = meta(args, options);
    options.finish();
    self.check(args, "create", Map.of("actor", actor.id()));
    Instant now = self.clock.instant();
    List<String> policies = scope.policies().stream().map(Policy::id).toList();
    SignedTokens.Content content =
        new SignedTokens.Content(
            SignedTokens.newId(), actor.id(), actor.meta(), policies, now.plus(lifetime));
    return self.texts.write(content, meta, now);
  }

  /** Text as Go writes durations, or milliseconds; 0 and nothing are the store's own. */
  private Duration lifetime(Object given) {
    if (given == null) {
      return settings.lifetime();
    }
    long millis;
    try {
      millis =
          given instanceof Number n
              ? (long) n.doubleValue()
              : TimeUnit.NANOSECONDS.toMillis(GoDuration.parse((String) given).nanos());
    } catch (GoParseException | ClassCastException e) {
      millis = -1;
    }
    boolean whole = !(given instanceof Number n) || n.doubleValue() == millis;
    if (millis < 0 || millis > MAX_MILLIS || !whole) {
      throw FailureException.invalid("invalid expiration format");
    }
    return millis == 0 ? settings.lifetime() : Duration.ofMillis(millis);
  }

  private static Map<String, Object> meta(Arguments args, OptionTable options) {
    Object given = options.value("meta");
    if (given == null) {
      return Map.of();
    }
    if (!(given instanceof Map<?, ?> table)) {
      return options.mistake("meta", given, "a table", Map.of());
    }
    try {
      return MetaReader.of(table);
    } catch (IllegalArgumentException tooDeep) {
      throw args.error(3, tooDeep.getMessage());
    }
  }

  private static Object validate(TokenStore self, Arguments args) {
    try {
      String token = args.string(1);
      self.check(args, "validate", Map.of("token", token));
      SignedTokens.Content content = self.find(token);
      Actor actor = new Actor(content.actor(), content.actorMeta());
      return Results.of(
          new ActorObject(actor), new ScopeObject(self.scope(content.policies())), null);
    } catch (FailureException e) {
      return Results.of(null, null, e.error());
    }
  }

  private SignedTokens.Content find(String token) {
    SignedTokens.Content content = texts.read(token);
    if (content == null) {
      throw failed("invalid token format");
    }
    boolean over = !clock.instant().isBefore(content.end());
    if (over || settings.revocations().isRevoked(content.id())) {
      throw failed("token not found");
    }
    return content;
  }

  /** The policies as they are now. Without one that was there the rest might allow more. */
  private Scope scope(List<String> ids) {
    PolicySet policies = module.policies();
    List<Policy> found = new ArrayList<>();
    for (String policy : ids) {
      Optional<Policy> known = policies == null ? Optional.empty() : policies.policy(policy);
      found.add(known.orElseThrow(() -> failed("policy `" + policy + "` of the token is gone")));
    }
    return Scope.of(found);
  }

  private static Object revoke(TokenStore self, Arguments args) {
    String token = args.string(1);
    self.check(args, "revoke", Map.of("token", token));
    SignedTokens.Content content = self.find(token);
    try {
      self.settings.revocations().revoke(content.id(), content.end());
    } catch (RuntimeException e) {
      throw failed("the token could not be revoked: " + e.getMessage());
    }
    return true;
  }

  private static Object close(TokenStore self, Arguments args) {
    self.closed = true;
    return true;
  }

  private void check(Arguments args, String what, Map<String, Object> meta) {
    if (closed) {
      throw failed("token store is closed");
    }
    if (!args.context().isAllowed("security.token." + what, id, meta)) {
      throw FailureException.invalid("permission denied: " + what + " token");
    }
  }

  private static FailureException failed(String message) {
    return new FailureException(ErrorValue.of(ErrorKind.INTERNAL, message, false));
  }

  @Override
  public LuaType<TokenStore> luaType() {
    return TYPE;
  }
}
