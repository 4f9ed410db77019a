package org.moonwire.engine;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.script.Bindings;
import org.moonwire.engine.access.GrantedVariables;
import org.moonwire.engine.access.Grants;
import org.moonwire.engine.backend.EngineOptions;
import org.moonwire.engine.backend.LuaSources;
import org.moonwire.engine.core.Allowance;
import org.moonwire.engine.core.Limits;
import org.moonwire.engine.module.Language;
import org.moonwire.engine.module.LogSink;
import org.moonwire.engine.module.LuaModule;
import org.moonwire.engine.module.TokenSettings;
import org.moonwire.policy.Actor;
import org.moonwire.policy.Authority;
import org.moonwire.policy.DecisionListener;
import org.moonwire.policy.PolicyFile;
import org.moonwire.policy.PolicySet;
import org.moonwire.policy.Scope;

/** Configures a {@link LuaEngine}. Not thread-safe; may build several engines. */
public final class LuaEngineBuilder {
  private Language language;
  private Duration timeout;
  private Supplier<PolicySet> policies;
  private Actor actor;
  private Scope scope;
  private boolean strict;
  private boolean dryRun;
  private Authority authority;
  private DecisionListener decisionListener;
  private long memory = Limits.NONE;
  private long stringLimit = Limits.DEFAULT.string();
  private Allowance allowance = Allowance.DEFAULT;
  private Grants grants = Grants.NONE;
  private GrantedVariables variables = GrantedVariables.NONE;
  private LogSink logSink;
  private final Map<String, TokenSettings> tokenStores = new HashMap<>();
  private HostAccess hostAccess;
  private Boolean compiler;
  private Predicate<? super Bindings> trusted = bindings -> false;
  private Clock clock = Clock.system(ZoneId.systemDefault());
  private final Map<String, byte[]> libraries = new HashMap<>();
  private final List<LuaSources> sources = new ArrayList<>();
  private final List<LuaModule> modules = new ArrayList<>();

  LuaEngineBuilder() {}

  /**
   * Sets the level of the language that scripts are written in. Default: the system property {@code
   * moonwire.language}, {@code 5.2} or {@code 5.4}, or 5.2.
   */
  public LuaEngineBuilder language(Language newLanguage) {
    this.language = Objects.requireNonNull(newLanguage);
    return this;
  }

  /**
   * Ends any eval that takes longer; {@code moonwire.timeout} makes it shorter. Default: the system
   * property {@code moonwire.timeout}, or no limit.
   */
  public LuaEngineBuilder timeout(Duration newTimeout) {
    if (newTimeout.isNegative() || newTimeout.isZero()) {
      throw new IllegalArgumentException("timeout `" + newTimeout + "` is not positive");
    }
    this.timeout = newTimeout;
    return this;
  }

  /**
   * Bounds what tasks do after the run that started them has ended: each may compute for {@code
   * stretch} between two waits, never longer than the time limit of its run, or it is ended with an
   * error; all of the engine together get {@code share} of one processor (0.5 is half of one, 2 are
   * two), and wait when they have used it up. Waking another task or handing over to it is no wait.
   * Default: nothing is bounded after a run without a time limit; after any other a quarter of the
   * limit, 250 ms at most, and 0.5.
   *
   * @throws IllegalArgumentException if {@code stretch} or {@code share} is not positive
   */
  public LuaEngineBuilder afterRun(Duration stretch, double share) {
    if (stretch.isNegative() || stretch.isZero()) {
      throw new IllegalArgumentException("stretch `" + stretch + "` is not positive");
    }
    if (!(share > 0)) {
      throw new IllegalArgumentException("share `" + share + "` is not positive");
    }
    this.allowance = new Allowance(stretch, share);
    return this;
  }

  /**
   * Lets policies decide what scripts may do, in place of those of the system property {@code
   * moonwire.policy}.
   */
  public LuaEngineBuilder policy(PolicySet newPolicies) {
    Objects.requireNonNull(newPolicies);
    this.policies = () -> newPolicies;
    return this;
  }

  /** As {@link #policy(PolicySet)}; every eval is judged by the policies then in force. */
  public LuaEngineBuilder policy(PolicyFile newPolicies) {
    this.policies = newPolicies::current;
    return this;
  }

  /**
   * Runs scripts on behalf of an actor. An eval for which {@code moonwire.actor} names another one
   * may do what both may.
   */
  public LuaEngineBuilder actor(Actor newActor) {
    this.actor = Objects.requireNonNull(newActor);
    return this;
  }

  /** Judges scripts by these policies only; with {@code moonwire.scope} both scopes must allow. */
  public LuaEngineBuilder scope(Scope newScope) {
    this.scope = Objects.requireNonNull(newScope);
    return this;
  }

  /** Denies everything to scripts without actor or scope, even if no policy is configured. */
  public LuaEngineBuilder strict(boolean newStrict) {
    this.strict = newStrict;
    return this;
  }

  /**
   * Lets the host decide what scripts may do, in place of policies. It is told the actor and the
   * scope, which may still be set; without them an anonymous actor and an empty scope. It is asked
   * about each address of a connection as well. Strict mode changes nothing for it.
   */
  public LuaEngineBuilder authority(Authority newAuthority) {
    this.authority = Objects.requireNonNull(newAuthority);
    return this;
  }

  /**
   * Denies nothing but logs what would be denied, to try policies out. The system property {@code
   * moonwire.dryrun} and the policy file can ask for it as well.
   */
  public LuaEngineBuilder dryRun(boolean newDryRun) {
    this.dryRun = newDryRun;
    return this;
  }

  /** Tells a listener, in place of any other, what scripts asked for and what was decided. */
  public LuaEngineBuilder decisionListener(DecisionListener listener) {
    this.decisionListener = Objects.requireNonNull(listener);
    return this;
  }

  /** Grants Java classes to scripts, as the module {@code java}; without this there is none. */
  public LuaEngineBuilder hostAccess(HostAccess access) {
    this.hostAccess = Objects.requireNonNull(access);
    return this;
  }

  /**
   * Lets scripts read these variables of the process by the module {@code env}. The system property
   * {@code moonwire.env} names more, separated by commas. Policies still decide on each use, by
   * {@code env.get} on the name.
   *
   * @throws IllegalArgumentException if a name is empty or has a {@code =}
   */
  public LuaEngineBuilder env(String... names) {
    this.variables = variables.and(names);
    return this;
  }

  /** As {@link #env(String...)}, with values of the host's own, which count more. */
  public LuaEngineBuilder env(Map<String, String> values) {
    this.variables = variables.and(values);
    return this;
  }

  /** Takes what scripts log by the module {@code logger}. Default: {@code System.Logger}. */
  public LuaEngineBuilder logSink(LogSink sink) {
    this.logSink = Objects.requireNonNull(sink);
    return this;
  }

  /**
   * Offers a store of tokens to {@code security.token_store(id)}; policies decide on its use. The
   * same settings given to several engines share what was revoked.
   */
  public LuaEngineBuilder tokenStore(String id, TokenSettings settings) {
    tokenStores.put(Objects.requireNonNull(id), Objects.requireNonNull(settings));
    return this;
  }

  /** Offers a library written in Lua to {@code require}; each realm runs it once. */
  public LuaEngineBuilder library(String name, String source) {
    libraries.put(Objects.requireNonNull(name), source.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  /**
   * Offers the files {@code a/b.lua} and {@code a/b/init.lua} of a folder to {@code
   * require("a.b")}.
   */
  public LuaEngineBuilder libraries(Path folder) {
    sources.add(LuaSources.folder(folder));
    return this;
  }

  /**
   * Offers files to {@code require} by templates with semicolons between them, each with a question
   * mark where the name goes, as {@code LUA_PATH} has them: {@code ./?.lua;/opt/lua/?/init.lua}. A
   * template without one is a folder. The system property {@code moonwire.path} names more, which
   * are searched last.
   */
  public LuaEngineBuilder libraryPath(String templates) {
    sources.add(LuaSources.path(templates));
    return this;
  }

  /**
   * Offers the resources {@code prefix/a/b.lua} of the thread's context class loader to {@code
   * require("a.b")}.
   */
  public LuaEngineBuilder libraries(String prefix) {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    ClassLoader loader = context != null ? context : LuaEngineBuilder.class.getClassLoader();
    sources.add(LuaSources.classPath(loader, prefix));
    return this;
  }

  /** Offers a module under its name, in preference to one that ServiceLoader finds. */
  public LuaEngineBuilder module(LuaModule module) {
    modules.add(Objects.requireNonNull(module));
    return this;
  }

  /**
   * Lets the settings {@code moonwire.*} of an eval count in these Bindings too. By default they
   * count only where Java code puts them into Bindings of {@link LuaEngine#createBindings}, since
   * others may hold data: the variables of a process, the parameters of a request. Who can write to
   * trusted Bindings chooses whom a script runs for.
   *
   * @param newTrusted is asked about the Bindings of each scope of each eval
   */
  public LuaEngineBuilder trustBindings(Predicate<? super Bindings> newTrusted) {
    this.trusted = Objects.requireNonNull(newTrusted);
    return this;
  }

  /** For tests: what scripts take for the present time. */
  LuaEngineBuilder clock(Clock newClock) {
    this.clock = newClock;
    return this;
  }

  /**
   * Bounds the bytes that the Lua values of one Bindings may take while a script runs there, about
   * an eighth more for a short time: tables, strings, functions, coroutines, what channels buffer.
   * What is garbage does not count, Java objects do not count. A script that wants more gets the
   * error {@code not enough memory}. {@code moonwire.memory} makes it less. Default: the system
   * property {@code moonwire.memory}, or no limit.
   */
  public LuaEngineBuilder memory(long bytes) {
    this.memory = positive(bytes, "memory");
    return this;
  }

  /** Bounds the bytes of one string. Default: 256 MiB. */
  public LuaEngineBuilder maxString(long bytes) {
    this.stringLimit = positive(bytes, "maxString");
    return this;
  }

  private static long positive(long bytes, String what) {
    if (bytes <= 0) {
      throw new IllegalArgumentException(what + " `" + bytes + "` is not positive");
    }
    return bytes;
  }

  /**
   * Whether functions and loops that run often are compiled to classes of the JVM: faster, with the
   * same results and limits. Default: the system property {@code moonwire.compiler}, {@code on} or
   * {@code off}, or on.
   */
  public LuaEngineBuilder compiler(boolean on) {
    this.compiler = on;
    return this;
  }

  /**
   * Hands scripts parts of Lua that reach the host, by name: {@code io}, {@code os} or one of its
   * functions ({@code os.getenv}), {@code dofile}, {@code loadfile}, {@code debug} (without hooks),
   * {@code package} (modules from files). Parts of Java too, as {@link #hostAccess} does: {@code
   * class:java.time.LocalDate}, {@code package:java.time}, {@code member:java.lang.Math.max}. The
   * system property {@code moonwire.grants} names more, separated by commas, and {@code
   * moonwire.access} a YAML file. Policies still decide on each use: {@code file.read}, {@code
   * file.write}, {@code process.run}, {@code env.read}, {@code java.class}.
   *
   * @throws IllegalArgumentException if a name is unknown, or a class cannot be granted
   */
  public LuaEngineBuilder grant(String... names) {
    this.grants = grants.and(Grants.of(names));
    return this;
  }

  /**
   * Makes an engine.
   *
   * @throws IllegalArgumentException if the system property {@code moonwire.language} counts and
   *     names no level
   */
  public LuaEngine build() {
    return build(LuaScriptEngineFactory.of(language));
  }

  LuaEngine build(LuaScriptEngineFactory factory) {
    EngineOptions.Security security =
        new EngineOptions.Security(
            policies, actor, scope, authority, strict, dryRun, decisionListener);
    return new LuaEngine(
        factory,
        new EngineOptions(
            language == null ? LuaScriptEngineFactory.defaultLanguage() : language,
            timeout,
            new Limits(memory, stringLimit),
            allowance,
            clock,
            security,
            grants,
            hostAccess == null ? null : hostAccess.grants(),
            new EngineOptions.Libraries(libraries, sources, modules),
            trusted,
            new EngineOptions.Services(variables.values(), logSink, tokenStores),
            compiler));
  }
}
