package org.moonwire.engine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.script.Bindings;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.core.LuaRaise;
import org.moonwire.engine.core.Realm;
import org.moonwire.engine.core.RunOptions;
import org.moonwire.engine.core.Traced;
import org.moonwire.engine.interop.Conversions;
import org.moonwire.engine.interop.HostErrors;
import org.moonwire.engine.interop.Hosted;
import org.moonwire.engine.interop.ModuleRegistry;
import org.moonwire.engine.interop.Utf8;

/**
 * The globals of a script. A name is looked up in ENGINE_SCOPE, the other scopes of the context,
 * the standard library, and the modules, in this order; assignments go to ENGINE_SCOPE. Used with
 * the realm's turn only.
 */
final class Environment extends LuaTable implements Hosted, Traced {
  private static final LuaString G = LuaString.valueOf("_G");
  private static final LuaString ARG = LuaString.valueOf("arg");
  private static final int NAMES = 1000;

  private final ModuleRegistry modules;
  private final EvalSettings settings;
  private final Map<LuaString, String> names = new HashMap<>();

  // set once, by open
  private Realm realm;
  private Variables variables;

  /** The scopes below ENGINE_SCOPE; null until an eval brings some. */
  private List<Bindings> outer;

  private LuaValue arg = NIL;

  Environment(ModuleRegistry modules, EvalSettings settings) {
    this.modules = modules;
    this.settings = settings;
  }

  void open(Realm newRealm, Variables newVariables) {
    this.realm = newRealm;
    this.variables = newVariables;
  }

  /** Another environment of the same realm, over other outer scopes. */
  Environment over(List<Bindings> scopes) {
    Environment other = new Environment(modules, settings);
    other.open(realm, variables);
    other.outer = scopes;
    return other;
  }

  /** True if this environment is for exactly these scopes, or can still be. */
  boolean takes(List<Bindings> scopes) {
    if (outer == null) {
      outer = scopes;
    }
    boolean same = outer.size() == scopes.size();
    for (int i = 0; same && i < scopes.size(); i++) {
      same = sameObject(outer.get(i), scopes.get(i));
    }
    return same;
  }

  private static boolean sameObject(Object a, Object b) {
    return a == b;
  }

  /** What {@code arg} is unless some scope has that name. */
  void setArguments(LuaValue table) {
    arg = table;
  }

  /** True for the host's configuration: a script neither sees nor sets it. */
  static boolean isReserved(String name) {
    return name.startsWith("javax.script.") || name.startsWith("moonwire.");
  }

  /** A variable of the scopes; NIL if only the library has that name, or nobody. */
  LuaValue variable(String name) {
    LuaValue v = scoped(Utf8.encode(name), name);
    return v == null ? NIL : v;
  }

  @Override
  public void trace(Consumer<Object> visitor) {
    variables.trace(visitor);
    visitor.accept(arg);
  }

  @Override
  public LuaValue rawget(LuaValue key) {
    if (!(key instanceof LuaString s)) {
      return variables.getOther(key);
    }
    String name = name(s);
    if (name == null || name.isEmpty()) {
      return variables.getOther(key);
    }
    try {
      LuaValue v = scoped(s, name);
      return v != null ? v : fallback(s, name);
    } catch (RuntimeException e) {
      throw HostErrors.toLua(realm, e);
    }
  }

  @Override
  public LuaValue rawget(int key) {
    return variables.getOther(valueOf(key));
  }

  /** Java null if no scope has the name. */
  private LuaValue scoped(LuaString key, String name) {
    if (isReserved(name)) {
      return NIL;
    }
    LuaValue v = variables.get(key, name);
    if (v != null || outer == null) {
      return v;
    }
    for (Bindings b : outer) {
      if (b.containsKey(name)) {
        return Conversions.toLua(realm, b.get(name));
      }
    }
    return null;
  }

  private LuaValue fallback(LuaString key, String name) {
    if (key.raweq(G)) {
      return this;
    }
    if (key.raweq(ARG) && !arg.isnil()) {
      return arg;
    }
    LuaValue v = realm.library().rawget(key);
    return v.isnil() ? modules.global(realm, name) : v;
  }

  @Override
  public void rawset(LuaValue key, LuaValue value) {
    String name = key instanceof LuaString s ? name(s) : null;
    if (name == null || name.isEmpty()) {
      variables.putOther(key, value);
      return;
    }
    if (isReserved(name)) {
      throw LuaRaise.message("`" + name + "` belongs to the host and cannot be set");
    }
    try {
      LuaString s = (LuaString) key;
      boolean hides = value.isnil() && !rawget(key).isnil();
      variables.put(s, name, value, hides);
    } catch (RuntimeException e) {
      throw HostErrors.toLua(realm, e);
    }
  }

  @Override
  public void rawset(int key, LuaValue value) {
    variables.putOther(valueOf(key), value);
  }

  @Override
  public Varargs next(LuaValue key) {
    boolean inLibrary = !key.isnil() && isOfLibrary(key);
    Varargs n = inLibrary ? NONE : variables.next(key);
    if (!n.arg1().isnil()) {
      return n;
    }
    LuaTable library = realm.library();
    LuaValue k = inLibrary ? key : NIL;
    do {
      n = library.next(k);
      k = n.arg1();
    } while (!k.isnil() && !isOfLibrary(k));
    return n;
  }

  /** True if the library's value shows: no variable has that name. */
  private boolean isOfLibrary(LuaValue key) {
    boolean hidden =
        key instanceof LuaString s && name(s) != null && variables.get(s, name(s)) != null;
    return !hidden && !realm.library().rawget(key).isnil();
  }

  @Override
  public int length() {
    return variables.length();
  }

  @Override
  public int rawlen() {
    return variables.length();
  }

  @Override
  public Object anchor() {
    return variables.anchor();
  }

  @Override
  public RunOptions defaultOptions() throws LuaScriptException {
    return settings.defaults();
  }

  private String name(LuaString key) {
    String name = names.get(key);
    if (name == null) {
      name = Utf8.decode(key);
      if (name != null && names.size() < NAMES) {
        names.put(key, name);
      }
    }
    return name;
  }
}
