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
import org.moonwire.engine.core.Limits;
import org.moonwire.engine.core.LuaStrings;
import org.moonwire.engine.core.Poll;
import org.moonwire.engine.core.Realm;
import org.moonwire.engine.core.Table;
import org.moonwire.engine.core.Task;
import org.moonwire.engine.interop.Conversions;
import org.moonwire.engine.module.HeldMemory;

/**
 * Variables in Bindings of the host, read and written through. Of these only {@code get}, {@code
 * containsKey} and {@code put} are called, and {@code keySet} for {@code pairs(_G)}. They are held
 * weakly: running evals and handles keep them. Assignments that Bindings refuse stay with the
 * script.
 */
public final class BindingsVariables implements Variables {
  /** What Bindings take for a variable beside its name and value. */
  private static final int ENTRY = 48;

  private final WeakReference<Bindings> bindings;
  private final Realm realm;

  /** What Bindings cannot hold: keys that are no names. Null until there is one. */
  private LuaTable others;

  /** What read-only Bindings refused, by name. Immutable while it is empty. */
  private Map<String, LuaValue> refused = Map.of();

  /** The names that the latest {@code pairs(_G)} runs over; null before. */
  private LuaTable names;

  /**
   * The names that scripts have set, also to nil: the Bindings keep those too. Immutable while it
   * is empty.
   */
  private Set<String> assigned = Set.of();

  /** True once that was a script whose memory is limited: what it has set counts for the next. */
  private boolean counts;

  public BindingsVariables(Bindings bindings, Realm realm) {
    this.bindings = new WeakReference<>(bindings);
    this.realm = realm;
  }

  /** Of the host's Bindings what scripts have put there and the host has left. */
  @Override
  public void trace(Consumer<Object> visitor) {
    visitor.accept(others);
    visitor.accept(names);
    visitor.accept(refused);
    Bindings b = bindings.get();
    if (b == null) {
      assigned = Set.of();
      return;
    }
    if (!assigned.isEmpty()) {
      assigned.removeIf(name -> !has(b, name));
    }
    visitor.accept(assigned);
    for (String name : assigned) {
      if (visitor instanceof HeldMemory memory) {
        memory.add(ENTRY);
      }
      visitor.accept(held(b, name));
    }
  }

  private static boolean has(Bindings b, String name) {
    try {
      return b.containsKey(name);
    } catch (RuntimeException e) {
      return true;
    }
  }

  /** The value as it counts; null if it cannot be had. */
  private Object held(Bindings b, String name) {
    try {
      Object value = b.get(name);
      boolean text = value instanceof String || value instanceof byte[];
      return text ? value : Conversions.toLua(realm, value);
    } catch (RuntimeException e) {
      return null;
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
  public boolean surelyLacks(LuaString key) {
    Bindings b = bindings.get();
    return refused.isEmpty()
        && (b == null || (b.getClass() == SimpleBindings.class && b.isEmpty()));
  }

  @Override
  public boolean isQuiet() {
    Bindings b = bindings.get();
    return b == null || b.getClass() == SimpleBindings.class;
  }

  @Override
  public LuaValue getOther(LuaValue key) {
    return others == null ? LuaValue.NIL : others.rawget(key);
  }

  @Override
  public void put(LuaString key, String name, LuaValue value, boolean hides) {
    Bindings b = bindings.get();
    if (b != null && !keptHere(name, value)) {
      // Before the name is noted: a look forgets names that the Bindings do not have yet.
      long length = value instanceof LuaString text ? text.m_length : 0;
      Poll.charge(assigned.contains(name) ? length : ENTRY + length);
      note(name);
      Object converted = Conversions.toJava(realm, value);
      try {
        b.put(name, converted);
      } catch (UnsupportedOperationException e) {
        // Over Map.of and the like a script still has globals, they just do not reach the host.
        refused = refused.isEmpty() ? new HashMap<>() : refused;
        refused.put(name, value);
      }
    }
  }

  private void note(String name) {
    assigned = assigned.isEmpty() ? new HashSet<>() : assigned;
    assigned.add(name);
    Task task = Task.current();
    counts |= task != null && task.run().limits().memory() != Limits.NONE;
  }

  private boolean keptHere(String name, LuaValue value) {
    return !refused.isEmpty() && refused.replace(name, value) != null;
  }

  @Override
  public void putOther(LuaValue key, LuaValue value) {
    if (others == null) {
      others = new Table();
    }
    others.rawset(key, value);
  }

  @Override
  public Varargs next(LuaValue key) {
    if (key.isnil() || names == null) {
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
    return nextOther(named ? LuaValue.NIL : key);
  }

  private Varargs nextOther(LuaValue key) {
    LuaTable all = others == null ? new Table() : others;
    return all.next(key);
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
    return others == null ? 0 : others.rawlen();
  }

  @Override
  public boolean isUntouched() {
    return nextOther(LuaValue.NIL).arg1().isnil() && !(counts && !assigned.isEmpty());
  }

  @Override
  public Object anchor() {
    return bindings.get();
  }
}
