package org.moonwire.engine.globals;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import javax.script.Bindings;
import javax.script.SimpleBindings;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.core.LuaStrings;
import org.moonwire.engine.core.Realm;
import org.moonwire.engine.core.Table;
import org.moonwire.engine.interop.Conversions;

/**
 * Variables in Bindings of the host, read and written through. Of these only {@code get}, {@code
 * containsKey} and {@code put} are called, and {@code keySet} for {@code pairs(_G)}. They are held
 * weakly: running evals and handles keep them. Assignments that Bindings refuse stay with the
 * script.
 */
public final class BindingsVariables implements Variables {
  private final WeakReference<Bindings> bindings;
  private final Realm realm;

  /** What Bindings cannot hold: keys that are no names. */
  private final LuaTable others = new Table();

  /** What read-only Bindings refused, by name. */
  private final Map<String, LuaValue> refused = new HashMap<>();

  /** The names that the latest {@code pairs(_G)} runs over. */
  private LuaTable names = new Table();

  /** The variables that scripts have set to something that may hold memory. */
  private final Set<String> assigned = new HashSet<>();

  public BindingsVariables(Bindings bindings, Realm realm) {
    this.bindings = new WeakReference<>(bindings);
    this.realm = realm;
  }

  /** Of the host's Bindings what a script has put there, if it can be had without errors. */
  @Override
  public void trace(Consumer<Object> visitor) {
    visitor.accept(others);
    visitor.accept(names);
    visitor.accept(refused);
    visitor.accept(assigned);
    Bindings b = bindings.get();
    for (String name : b == null ? Set.<String>of() : assigned) {
      try {
        Object value = b.get(name);
        boolean text = value instanceof String || value instanceof byte[];
        visitor.accept(text ? value : Conversions.toLua(realm, value));
      } catch (RuntimeException e) {
        assigned.remove(name);
        return;
      }
    }
  }

  @Override
  public LuaValue get(LuaString key, String name) {
    LuaValue own = refused.isEmpty() ? null : refused.get(name);
    if (own != null) {
      return own;
    }
    Bindings b = bindings.get();
    return b != null && b.containsKey(name) ? Conversions.toLua(realm, b.get(name)) : null;
  }

  @Override
  public boolean isQuiet() {
    Bindings b = bindings.get();
    return b == null || b.getClass() == SimpleBindings.class;
  }

  @Override
  public LuaValue getOther(LuaValue key) {
    return others.rawget(key);
  }

  @Override
  public void put(LuaString key, String name, LuaValue value, boolean hides) {
    Bindings b = bindings.get();
    if (b != null && !keptHere(name, value)) {
      note(name, value);
      Object converted = Conversions.toJava(realm, value);
      try {
        b.put(name, converted);
      } catch (UnsupportedOperationException e) {
        // Over Map.of and the like a script still has globals, they just do not reach the host.
        refused.put(name, value);
      }
    }
  }

  private void note(String name, LuaValue value) {
    if (value.type() >= LuaValue.TSTRING) {
      assigned.add(name);
    } else {
      assigned.remove(name);
    }
  }

  private boolean keptHere(String name, LuaValue value) {
    return !refused.isEmpty() && refused.replace(name, value) != null;
  }

  @Override
  public void putOther(LuaValue key, LuaValue value) {
    others.rawset(key, value);
  }

  @Override
  public Varargs next(LuaValue key) {
    if (key.isnil()) {
      names = snapshot();
    }
    boolean named = key.isnil() || !names.rawget(key).isnil();
    LuaValue k = named ? names.next(key).arg1() : key;
    while (named && !k.isnil()) {
      LuaValue v = k instanceof LuaString s ? get(s, LuaStrings.decode(s)) : null;
      if (v != null && !v.isnil()) {
        return LuaValue.varargsOf(k, v);
      }
      k = names.next(k).arg1();
    }
    return others.next(named ? LuaValue.NIL : key);
  }

  private LuaTable snapshot() {
    LuaTable found = new Table();
    for (String name : keys()) {
      if (!Environment.isReserved(name)) {
        found.rawset(LuaStrings.encode(name), LuaValue.TRUE);
      }
    }
    refused.keySet().forEach(name -> found.rawset(LuaStrings.encode(name), LuaValue.TRUE));
    return found;
  }

  private List<String> keys() {
    Bindings b = bindings.get();
    try {
      return b == null ? List.of() : new ArrayList<>(b.keySet());
    } catch (RuntimeException e) {
      // Lazily resolving Bindings cannot list their names; then pairs does without.
      return List.of();
    }
  }

  @Override
  public int length() {
    return others.rawlen();
  }

  @Override
  public boolean isUntouched() {
    return others.next(LuaValue.NIL).arg1().isnil();
  }

  @Override
  public Object anchor() {
    return bindings.get();
  }
}
