package org.moonwire.engine.globals;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javax.script.Bindings;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.LuaScriptException;
import org.moonwire.engine.core.LuaRuntimeException;
import org.moonwire.engine.core.LuaStrings;
import org.moonwire.engine.core.QuietTable;
import org.moonwire.engine.core.Realm;
import org.moonwire.engine.core.RealmLibrary;
import org.moonwire.engine.core.RunOptions;
import org.moonwire.engine.core.Traceable;
import org.moonwire.engine.handles.Hosted;
import org.moonwire.engine.interop.Conversions;
import org.moonwire.engine.interop.HostErrors;
import org.moonwire.engine.require.ModuleRegistry;
import org.moonwire.engine.settings.EvalSettings;

/**
 * The globals of a script. A name is looked up in ENGINE_SCOPE, the other scopes of the context,
 * the standard library, and the modules, in this order; assignments go to ENGINE_SCOPE. Used with
 * the realm locked only.
 */
@SuppressWarnings("ReferenceEquality") // nil is a single object
public final class Environment extends LuaTable implements Hosted, Traceable, QuietTable {
  private static final LuaString G = LuaString.valueOf("_G");
  private static final LuaString ARG = LuaString.valueOf("arg");
  private static final int NAMES = 1000;

  /** Longer names are not remembered. */
  private static final int MAX_NAME = 200;

  private final ModuleRegistry modules;
  private final EvalSettings settings;

  /** Names as Java has them; null until one is needed. */
  private Map<LuaString, Name> names;

  // set once, by open
  private Realm realm;
  private Variables variables;

  /** The scopes below ENGINE_SCOPE; null until an eval brings some. */
  private List<Bindings> outer;

  private LuaValue arg = NIL;

  private record Name(String text, boolean isReserved) {}

  public Environment(ModuleRegistry modules, EvalSettings settings) {
    this.modules = modules;
    this.settings = settings;
  }

  public void open(Realm newRealm, Variables newVariables) {
    this.realm = newRealm;
    this.variables = newVariables;
  }

  /** Opens a new environment, perhaps of another engine, for this realm and over other scopes. */
  public Environment over(Environment fresh, List<Bindings> scopes) {
    Environment other = fresh;
    other.open(realm, variables);
    other.outer = scopes;
    return other;
  }

  /** True if this environment is for this engine and exactly these scopes, or can still be. */
  public boolean takes(EvalSettings others, List<Bindings> scopes) {
    if (outer == null && sameObject(settings, others)) {
      outer = scopes;
    }
    return isFor(others, scopes);
  }

  /** True if this environment is for this engine and exactly these scopes. */
  public boolean isFor(EvalSettings others, List<Bindings> scopes) {
    if (outer == null || !sameObject(settings, others)) {
      return false;
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

  /** True if it keeps nothing but what the scopes have. */
  public boolean isUntouched() {
    return arg.isnil() && variables.isUntouched();
  }

  /** What {@code arg} is unless some scope has that name. */
  public void setArguments(LuaValue table) {
    arg = table;
  }

  /** True for the host's configuration: a script neither sees nor sets it. */
  public static boolean isReserved(String name) {
    return name.startsWith("javax.script.") || name.startsWith("moonwire.");
  }

  /** A variable of the scopes; NIL if only the library has that name, or nobody. */
  public LuaValue variable(String name) {
    LuaValue v = scoped(LuaStrings.encode(name), new Name(name, isReserved(name)));
    return v == null ? NIL : v;
  }

  /** Says that a function that Java code calls is not there. */
  public static final class NoFunctionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NoFunctionException() {
      super(null, null, false, false);
    }
  }

  /** The function of that name among the variables of the scopes. */
  public LuaValue function(String name) {
    LuaValue f = variable(name);
    if (!f.isfunction()) {
      throw new NoFunctionException();
    }
    return f;
  }

  @Override
  public void trace(Consumer<Object> visitor) {
    variables.trace(visitor);
    visitor.accept(arg);
    visitor.accept(names);
  }

  @Override
  public LuaValue rawget(LuaValue key) {
    if (!(key instanceof LuaString s)) {
      return variables.getOther(key);
    }
    LuaValue quick = variables.quick(s);
    if (quick != NIL) {
      return quick;
    }
    if (variables.surelyLacks(s) && (outer == null || Variables.areEmpty(outer))) {
      LuaValue v = known(s);
      if (v != NIL) {
        return v;
      }
    }
    Name name = name(s);
    if (name == null) {
      return variables.getOther(key);
    }
    try {
      LuaValue v = scoped(s, name);
      return v != null ? v : fallback(s, name.text());
    } catch (RuntimeException e) {
      throw HostErrors.toLua(realm, e);
    }
  }

  @Override
  public LuaValue quietGet(LuaValue key) {
    if (!(key instanceof LuaString s)) {
      return variables.getOther(key);
    }
    LuaValue quick = variables.quick(s);
    if (quick != NIL) {
      return quick;
    }
    if (variables.surelyLacks(s) && (outer == null || Variables.areEmpty(outer))) {
      return quietly(known(s));
    }
    Name name = isQuiet() ? name(s) : null;
    if (name == null) {
      return null;
    }
    try {
      LuaValue v = scoped(s, name);
      return v != null ? v : quietly(known(s));
    } catch (RuntimeException e) {
      // Happens again when asked in the ordinary way.
      return null;
    }
  }

  /** A name that the library does not have may be one of a module, which would be loaded now. */
  private static LuaValue quietly(LuaValue v) {
    return v == NIL ? null : v;
  }

  @Override
  public boolean quietSet(LuaValue key, LuaValue value) {
    boolean plain = variables instanceof TableVariables || value.isnumber() || value.isboolean();
    if (value.isnil() || !plain || !isQuiet()) {
      return false;
    }
    rawset(key, value);
    return true;
  }

  /** Whether no code of the host's is asked for variables. */
  private boolean isQuiet() {
    return variables.isQuiet() && (outer == null || Variables.areQuiet(outer));
  }

  @Override
  public LuaValue rawget(int key) {
    return variables.getOther(valueOf(key));
  }

  /** Java null if no scope has the name. */
  private LuaValue scoped(LuaString key, Name name) {
    if (name.isReserved()) {
      return NIL;
    }
    LuaValue v = variables.get(key, name.text());
    if (v != null || outer == null) {
      return v;
    }
    for (Bindings b : outer) {
      if (b.containsKey(name.text())) {
        return Conversions.toLua(realm, b.get(name.text()));
      }
    }
    return null;
  }

  private LuaValue fallback(LuaString key, String name) {
    LuaValue v = known(key);
    return v.isnil() ? modules.global(realm, name) : v;
  }

  /** What everybody has under that name; NIL for nothing. */
  private LuaValue known(LuaString key) {
    if (key.raweq(G)) {
      return this;
    }
    return key.raweq(ARG) && !arg.isnil() ? arg : realm.library().get(key);
  }

  @Override
  public void rawset(LuaValue key, LuaValue value) {
    Name name = key instanceof LuaString s ? name(s) : null;
    if (name == null) {
      variables.putOther(key, value);
      return;
    }
    if (name.isReserved()) {
      throw LuaRuntimeException.message(
          "`" + name.text() + "` belongs to the host and cannot be set");
    }
    try {
      LuaString s = (LuaString) key;
      boolean hides = value.isnil() && !rawget(key).isnil();
      variables.put(s, name.text(), value, hides);
    } catch (RuntimeException e) {
      throw HostErrors.toLua(realm, e);
    }
  }

  @Override
  public void rawset(int key, LuaValue value) {
    variables.putOther(valueOf(key), value);
  }

  /** First the variables, then the arguments of the script, then the library. */
  @Override
  public Varargs next(LuaValue key) {
    boolean afterArguments = key.raweq(ARG) && showsArguments();
    boolean inLibrary = !key.isnil() && !afterArguments && isOfLibrary(key);
    if (!inLibrary && !afterArguments) {
      Varargs n = variables.next(key);
      if (!n.arg1().isnil()) {
        return n;
      }
      if (showsArguments()) {
        return varargsOf(ARG, arg);
      }
    }
    RealmLibrary library = realm.library();
    LuaValue k = inLibrary ? key : NIL;
    Varargs n;
    do {
      n = library.next(k);
      k = n.arg1();
    } while (!k.isnil() && !isOfLibrary(k));
    return n;
  }

  private boolean showsArguments() {
    return !arg.isnil() && scoped(ARG, name(ARG)) == null;
  }

  /** True if the library's value shows: no variable has that name. */
  private boolean isOfLibrary(LuaValue key) {
    boolean hidden =
        key instanceof LuaString s && name(s) != null && variables.get(s, name(s).text()) != null;
    return !hidden && !realm.library().get(key).isnil();
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

  /** Null if the key is no name for Java. */
  private Name name(LuaString key) {
    if (names == null) {
      names = new HashMap<>();
    }
    Name name = names.get(key);
    if (name == null) {
      String text = LuaStrings.decode(key);
      if (text == null || text.isEmpty()) {
        return null;
      }
      name = new Name(text, isReserved(text));
      if (names.size() < NAMES && text.length() <= MAX_NAME) {
        names.put(key, name);
      }
    }
    return name;
  }
}
