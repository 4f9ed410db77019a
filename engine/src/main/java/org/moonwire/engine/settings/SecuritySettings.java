package org.moonwire.engine.settings;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.moonwire.engine.LuaScriptException;
import org.moonwire.engine.access.Principal;
import org.moonwire.engine.access.Rights;
import org.moonwire.engine.backend.EngineOptions;
import org.moonwire.engine.core.Poll;
import org.moonwire.engine.handles.TaskContext;
import org.moonwire.engine.module.CallContext;
import org.moonwire.engine.security.SecuritySource;
import org.moonwire.policy.Actor;
import org.moonwire.policy.PolicyLoadException;
import org.moonwire.policy.PolicySet;
import org.moonwire.policy.Scope;
import org.moonwire.policy.SecurityContext;

/**
 * Who a script runs as and what that may do. Sources, strongest first: what the host sets for the
 * eval, the builder, system properties, the policy file's own {@code security} block. Where builder
 * or system properties name an actor or scope, an eval for another one may do what both may.
 * Thread-safe.
 */
public final class SecuritySettings implements SecuritySource {
  private final EngineOptions.Security builder;
  private final Properties properties;

  /** What was last decided for evals that set nothing, and for those that do. */
  private volatile Decided plain;

  private volatile Decided other;

  /** What an eval was told, null where nothing: an actor, and a scope or the name of a group. */
  private record Told(SecuritySettings settings, Actor actor, Object scope) implements Principal {
    @Override
    public Rights rights() {
      try {
        return settings.rights(this);
      } catch (LuaScriptException e) {
        return Rights.of(this, List.of(SecurityContext.of(null, null, true, true)));
      }
    }

    // Written out: the method handles behind what the compiler would make keep our class loader.

    @Override
    public boolean equals(Object o) {
      return o instanceof Told other
          && settings.equals(other.settings)
          && Objects.equals(actor, other.actor)
          && Objects.equals(scope, other.scope);
    }

    @Override
    public int hashCode() {
      return (settings.hashCode() * 31 + Objects.hashCode(actor)) * 31 + Objects.hashCode(scope);
    }
  }

  private record Decided(Told told, PolicySet set, Rights rights) {}

  /** The system properties as they were when the engine was made; null where not set. */
  private record Properties(
      String policy, String actor, String scope, boolean strict, boolean dryRun) {
    static Properties read() {
      return new Properties(
          System.getProperty("moonwire.policy"),
          System.getProperty(EvalAttributes.ACTOR),
          System.getProperty(EvalAttributes.SCOPE),
          Boolean.getBoolean("moonwire.strict"),
          Boolean.getBoolean("moonwire.dryrun"));
    }
  }

  /** Settings of a builder. */
  public SecuritySettings(EngineOptions.Security builder) {
    this.builder = builder;
    this.properties = Properties.read();
  }

  /**
   * The rights of an eval that is told this actor and scope, null where it is told nothing.
   *
   * @throws LuaScriptException if a source is wrong; then nothing may run
   */
  Rights of(Object actor, Object scope) throws LuaScriptException {
    return rights(
        new Told(
            this,
            actor == null ? null : actor(actor),
            scope instanceof CharSequence name ? name.toString() : scope));
  }

  @SuppressWarnings("ReferenceEquality") // another version of the policies is another object
  private Rights rights(Told told) throws LuaScriptException {
    PolicySet set = configured();
    boolean isPlain = told.actor() == null && told.scope() == null;
    Decided known = isPlain ? plain : other;
    if (known != null && known.set() == set && known.told().equals(told)) {
      return known.rights();
    }
    Rights rights = decide(told, set);
    if (isPlain) {
      plain = new Decided(told, set, rights);
    } else {
      other = new Decided(told, set, rights);
    }
    return rights;
  }

  private Rights decide(Told told, PolicySet set) throws LuaScriptException {
    Actor ownActor = fixedActor();
    Scope ownScope = fixedScope(set);
    Actor actor = told.actor() != null ? told.actor() : ownActor;
    Scope scope = told.scope() != null ? scope(told.scope(), set) : ownScope;
    if (set != null) {
      actor = actor == null ? set.defaultActor().orElse(Actor.ANONYMOUS) : actor;
      scope = scope == null ? set.defaultScope().orElseGet(set::all) : scope;
    } else if (builder.authority() != null) {
      // An authority judges scripts of a host that names neither actor nor scope as well.
      actor = actor == null ? Actor.ANONYMOUS : actor;
      scope = scope == null ? Scope.empty() : scope;
    }
    List<SecurityContext> contexts = new ArrayList<>();
    contexts.add(context(actor, scope, set));
    boolean widens =
        (told.actor() != null && ownActor != null) || (told.scope() != null && ownScope != null);
    if (widens) {
      contexts.add(
          context(ownActor == null ? actor : ownActor, ownScope == null ? scope : ownScope, set));
    }
    return Rights.of(told, contexts);
  }

  private SecurityContext context(Actor actor, Scope scope, PolicySet set) {
    boolean isStrict = builder.strict() || properties.strict() || (set != null && set.strict());
    boolean dryRun = builder.dryRun() || properties.dryRun() || (set != null && set.dryRun());
    boolean isConfigured = set != null || scope != null;
    SecurityContext made =
        SecurityContext.of(actor, scope, isConfigured, isStrict)
            .withDryRun(dryRun)
            .withMeter(Poll::work);
    return watched(judged(made));
  }

  private SecurityContext judged(SecurityContext made) {
    return builder.authority() == null ? made : made.withAuthority(builder.authority());
  }

  private SecurityContext watched(SecurityContext made) {
    return builder.listener() == null ? made : made.withListener(builder.listener());
  }

  @Override
  public SecurityContext contextOf(CallContext call) {
    return TaskContext.securityOf(call);
  }

  @Override
  public PolicySet policies() {
    try {
      return configured();
    } catch (LuaScriptException e) {
      return null;
    }
  }

  private PolicySet configured() throws LuaScriptException {
    if (builder.policies() != null) {
      return builder.policies().get();
    }
    if (properties.policy() == null) {
      return null;
    }
    try {
      return WatchedPolicies.of(Path.of(properties.policy()));
    } catch (PolicyLoadException | InvalidPathException e) {
      throw new EvalException(
          "the policy file `" + properties.policy() + "` cannot be used: " + e.getMessage(), e);
    }
  }

  /** The actor that an eval cannot leave; null if there is none. */
  private Actor fixedActor() {
    if (builder.actor() != null) {
      return builder.actor();
    }
    return properties.actor() == null ? null : Actor.of(properties.actor());
  }

  /** The scope that an eval cannot leave; null if there is none. */
  private Scope fixedScope(PolicySet set) throws LuaScriptException {
    if (builder.scope() != null) {
      return builder.scope();
    }
    return properties.scope() == null ? null : scope(properties.scope(), set);
  }

  private static Actor actor(Object attribute) throws LuaScriptException {
    if (attribute instanceof Actor a) {
      return a;
    }
    if (attribute instanceof CharSequence id) {
      return Actor.of(id.toString());
    }
    throw new EvalException(
        "`" + EvalAttributes.ACTOR + "` is `" + attribute + "`; give an Actor or the id of one");
  }

  private static Scope scope(Object attribute, PolicySet set) throws LuaScriptException {
    if (attribute instanceof Scope s) {
      return s;
    }
    if (!(attribute instanceof CharSequence)) {
      throw new EvalException(
          "`"
              + EvalAttributes.SCOPE
              + "` is `"
              + attribute
              + "`; give a Scope or the name of a group");
    }
    if (set == null) {
      throw new EvalException(
          "`" + EvalAttributes.SCOPE + "` is `" + attribute + "`, but no policy has that group");
    }
    return set.group(attribute.toString())
        .orElseThrow(
            () ->
                new EvalException(
                    "`"
                        + EvalAttributes.SCOPE
                        + "` is `"
                        + attribute
                        + "`; the policy has the groups "
                        + set.groups()));
  }
}
