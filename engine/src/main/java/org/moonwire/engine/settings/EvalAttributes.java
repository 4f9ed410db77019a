package org.moonwire.engine.settings;

import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import javax.script.Bindings;
import javax.script.ScriptContext;
import org.moonwire.engine.LuaBindings;

/**
 * Reads what a host sets for one eval: keys {@code moonwire.*} that Java code has put, one by one,
 * into Bindings of a Lua engine, or into others that the host says it trusts. In all other Bindings
 * they may be data, and are not looked at but to say so in the log, once per engine. Thread-safe.
 */
public final class EvalAttributes {
  /** How the names of all settings begin. */
  public static final String PREFIX = "moonwire.";

  /** All there are; what else begins so may be anybody's text, and no line of the log. */
  private static final Set<String> KEYS =
      Set.of("moonwire.actor", "moonwire.scope", "moonwire.timeout", "moonwire.memory");

  private static final System.Logger LOG = System.getLogger("org.moonwire.engine");

  private final Predicate<? super Bindings> trusted;

  /** The settings that were ignored, of which there are a few. */
  private final Set<String> ignored = ConcurrentHashMap.newKeySet();

  /** Trusts these Bindings beside those of Lua engines. */
  public EvalAttributes(Predicate<? super Bindings> trusted) {
    this.trusted = trusted;
  }

  /** The value of the strongest scope that may set it; null if none does. */
  Object get(ScriptContext context, String key) {
    for (Integer scope : context.getScopes()) {
      Bindings bindings = context.getBindings(scope);
      if (bindings instanceof LuaBindings || (bindings != null && trusted.test(bindings))) {
        Object value = bindings.get(key);
        if (value != null) {
          return value;
        }
      } else if (bindings != null && !ignored.contains(key) && has(bindings, key)) {
        ignoreData(key, "Bindings of `" + bindings.getClass().getName() + "` may be data");
      }
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
