package org.moonwire.engine.settings;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import javax.script.ScriptContext;
import org.moonwire.engine.LuaScriptException;
import org.moonwire.engine.backend.EngineOptions;
import org.moonwire.engine.core.Poll;
import org.moonwire.engine.interop.EvalException;
import org.moonwire.engine.interop.TaskContext;
import org.moonwire.engine.module.CallContext;
import org.moonwire.engine.security.SecuritySource;
import org.moonwire.policy.Actor;
import org.moonwire.policy.PolicyLoadException;
import org.moonwire.policy.PolicySet;
import org.moonwire.policy.Scope;
import org.moonwire.policy.SecurityContext;

/**
 * Who a script runs as and what that may do. Sources, strongest first: attributes of the eval, the
 * builder, system properties, the policy file's own {@code security} block
 * (policy/README.md#who-is-asked-for). Immutable.
 */
public final class SecuritySettings implements SecuritySource {
  private static final String ACTOR = "moonwire.actor";
  private static final String SCOPE = "moonwire.scope";

  private final EngineOptions.Security builder;
  private final Properties properties;

  /** The system properties as they were when the engine was made; null where not set. */
  private record Properties(
      String policy, String actor, String scope, boolean strict, boolean dryRun) {
    static Properties read() {
      return new Properties(
          System.getProperty("moonwire.policy"),
          System.getProperty(ACTOR),
          System.getProperty(SCOPE),
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
   * The rights of an eval.
   *
   * @throws LuaScriptException if a source is wrong; then nothing may run
   */
  SecurityContext of(ScriptContext context) throws LuaScriptException {
    PolicySet set = configured();
    Object actorAttribute = context.getAttribute(ACTOR);
    Object scopeAttribute = context.getAttribute(SCOPE);
    Actor chosenActor = actorAttribute == null ? actor(set) : actor(actorAttribute);
    Scope chosenScope = scopeAttribute == null ? scope(set) : scope(scopeAttribute, set);
    boolean isStrict = builder.strict() || properties.strict() || (set != null && set.strict());
    boolean configured = set != null || chosenScope != null;
    boolean dryRun = builder.dryRun() || properties.dryRun() || (set != null && set.dryRun());
    SecurityContext rights =
        SecurityContext.of(chosenActor, chosenScope, configured, isStrict)
            .withDryRun(dryRun)
            .withMeter(Poll::work);
    return watched(judged(rights));
  }

  private SecurityContext judged(SecurityContext rights) {
    return builder.authority() == null ? rights : rights.withAuthority(builder.authority());
  }

  private SecurityContext watched(SecurityContext rights) {
    return builder.listener() == null ? rights : rights.withListener(builder.listener());
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

  private Actor actor(PolicySet set) {
    if (builder.actor() != null) {
      return builder.actor();
    }
    if (properties.actor() != null) {
      return Actor.of(properties.actor());
    }
    return set == null ? missing(Actor.ANONYMOUS) : set.defaultActor().orElse(Actor.ANONYMOUS);
  }

  private Scope scope(PolicySet set) throws LuaScriptException {
    if (builder.scope() != null) {
      return builder.scope();
    }
    if (properties.scope() != null) {
      return scope(properties.scope(), set);
    }
    return set == null ? missing(Scope.empty()) : set.defaultScope().orElseGet(set::all);
  }

  /** An authority judges scripts of a host that names neither actor nor scope as well. */
  private <T> T missing(T standIn) {
    return builder.authority() == null ? null : standIn;
  }

  private static Actor actor(Object attribute) throws LuaScriptException {
    if (attribute instanceof Actor a) {
      return a;
    }
    if (attribute instanceof CharSequence id) {
      return Actor.of(id.toString());
    }
    throw new EvalException(
        "`" + ACTOR + "` is `" + attribute + "`; give an Actor or the id of one");
  }

  private static Scope scope(Object attribute, PolicySet set) throws LuaScriptException {
    if (attribute instanceof Scope s) {
      return s;
    }
    if (!(attribute instanceof CharSequence)) {
      throw new EvalException(
          "`" + SCOPE + "` is `" + attribute + "`; give a Scope or the name of a group");
    }
    if (set == null) {
      throw new EvalException(
          "`" + SCOPE + "` is `" + attribute + "`, but no policy has that group");
    }
    return set.group(attribute.toString())
        .orElseThrow(
            () ->
                new EvalException(
                    "`"
                        + SCOPE
                        + "` is `"
                        + attribute
                        + "`; the policy has the groups "
                        + set.groups()));
  }
}
