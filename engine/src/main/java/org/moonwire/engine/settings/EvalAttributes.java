package org.moonwire.engine.settings;

import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import javax.script.Bindings;
import javax.script.ScriptContext;
import javax.script.SimpleBindings;
import org.moonwire.engine.LuaBindings;

/**
 * Reads what a host sets for one eval: keys {@code moonwire.*} that Java code has put, one by one,
 * into Bindings of a Lua engine, or into others that the host says it trusts. In all other Bindings
 * they may be data, and are not looked at but to say so in the log, once per engine. Thread-safe.
 */
public final class EvalAttributes {
  /** How the names of all settings begin. */
  public static final String PREFIX = "moonwire.";

  static final String ACTOR = "moonwire.actor";
  static final String SCOPE = "moonwire.scope";
  static final String TIMEOUT = "moonwire.timeout";
  static final String MEMORY = "moonwire.memory";

  /** All there are; what else begins so may be anybody's text, and no line of the log. */
  private static final Set<String> KEYS = Set.of(ACTOR, SCOPE, TIMEOUT, MEMORY);

  /** Bindings that know at once whether they hold any setting. */
  public interface SettingsHolder {
    /** False if none of the keys that begin with {@link #PREFIX} has a value. */
    boolean hasSettings();
  }

  private static final System.Logger LOG = System.getLogger("org.moonwire.engine");

  private final Predicate<? super Bindings> trusted;

  /** The settings that were ignored, of which there are a few. */
  private final Set<String> ignored = ConcurrentHashMap.newKeySet();

  /** Trusts these Bindings beside those of Lua engines. */
  public EvalAttributes(Predicate<? super Bindings> trusted) {
    this.trusted = trusted;
  }

  /** What is set for one eval; null where nothing is. */
  record Asked(Object actor, Object scope, Object timeout, Object memory) {
    static final Asked NOTHING = new Asked(null, null, null, null);

    /** These, and the weaker ones where these say nothing. */
    private Asked over(Asked weaker) {
      return new Asked(
          actor == null ? weaker.actor : actor,
          scope == null ? weaker.scope : scope,
          timeout == null ? weaker.timeout : timeout,
          memory == null ? weaker.memory : memory);
    }
  }

  /** For each setting the value of the strongest scope that may set it. */
  Asked read(ScriptContext context) {
    Asked asked = Asked.NOTHING;
    for (Integer scope : context.getScopes()) {
      Bindings bindings = context.getBindings(scope);
      if (!saysNothing(bindings)) {
        asked = asked.over(read(bindings));
      }
    }
    return asked;
  }

  /** True for what nearly every eval has, so that looking costs it next to nothing. */
  private static boolean saysNothing(Bindings bindings) {
    return bindings == null
        || (bindings instanceof SettingsHolder own && !own.hasSettings())
        || (bindings.getClass() == SimpleBindings.class && bindings.isEmpty());
  }

  private Asked read(Bindings bindings) {
    boolean counts = bindings instanceof LuaBindings || trusted.test(bindings);
    return new Asked(
        get(bindings, counts, ACTOR),
        get(bindings, counts, SCOPE),
        get(bindings, counts, TIMEOUT),
        get(bindings, counts, MEMORY));
  }

  private Object get(Bindings bindings, boolean counts, String key) {
    if (counts) {
      return bindings.get(key);
    }
    if (!ignored.contains(key) && has(bindings, key)) {
      ignoreData(key, "Bindings of `" + bindings.getClass().getName() + "` may be data");
    }
    return null;
  }

  /** Bindings that look things up when asked may fail at a name they do not know. */
  private static boolean has(Bindings bindings, String key) {
    try {
      return bindings.containsKey(key);
    } catch (RuntimeException e) {
      return false;
    }
  }

  /** Says that a setting has no effect where it is, and where it would have. */
  void ignoreData(String key, String why) {
    ignore(
        key,
        why
            + "; put it into Bindings of createBindings(), or let LuaEngineBuilder.trustBindings"
            + " name the Bindings that it counts in");
  }

  /** Says, the first time, that a setting has no effect. */
  void ignore(String key, String why) {
    if (KEYS.contains(key) && ignored.add(key)) {
      LOG.log(Level.WARNING, "`" + key + "` is ignored: " + why);
    }
  }
}
