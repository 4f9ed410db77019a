package org.moonwire.engine.backend;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.script.Bindings;
import org.moonwire.engine.access.Grants;
import org.moonwire.engine.access.TypeGrants;
import org.moonwire.engine.core.Allowance;
import org.moonwire.engine.core.Limits;
import org.moonwire.engine.module.Language;
import org.moonwire.engine.module.LogSink;
import org.moonwire.engine.module.LuaModule;
import org.moonwire.engine.module.TokenSettings;
import org.moonwire.policy.Actor;
import org.moonwire.policy.Authority;
import org.moonwire.policy.DecisionListener;
import org.moonwire.policy.PolicySet;
import org.moonwire.policy.Scope;

/** What a builder was told; null where it was told nothing. Immutable. */
public record EngineOptions(
    Language language,
    Duration timeout,
    Limits limits,
    Allowance allowance,
    Clock clock,
    Security security,
    Grants grants,
    TypeGrants types,
    Libraries libraries,
    Predicate<? super Bindings> trusted,
    Services services,
    Boolean compiler) {

  /** Who scripts run as, what that may do, and who hears of it. */
  public record Security(
      Supplier<PolicySet> policies,
      Actor actor,
      Scope scope,
      Authority authority,
      boolean strict,
      boolean dryRun,
      DecisionListener listener) {}

  /**
   * What of the host scripts use: variables by name, where they log (null for the JVM's log), token
   * stores by id.
   */
  public record Services(
      Map<String, String> variables, LogSink logSink, Map<String, TokenSettings> tokenStores) {
    /** Copies all. */
    public Services {
      variables = Map.copyOf(variables);
      tokenStores = Map.copyOf(tokenStores);
    }
  }

  /** What {@code require} finds: Lua sources by name and by place, and modules in Java. */
  public record Libraries(
      Map<String, byte[]> named, List<LuaSources> sources, List<LuaModule> modules) {
    /** Copies all. */
    public Libraries {
      named = Map.copyOf(named);
      sources = List.copyOf(sources);
      modules = List.copyOf(modules);
    }
  }
}
