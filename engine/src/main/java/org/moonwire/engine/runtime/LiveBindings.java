package org.moonwire.engine.runtime;

import java.util.AbstractSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.LuaBindings;
import org.moonwire.engine.core.LuaStrings;
import org.moonwire.engine.core.Realm;
import org.moonwire.engine.globals.Environment;
import org.moonwire.engine.globals.TableVariables;
import org.moonwire.engine.interop.Conversions;
import org.moonwire.engine.settings.EvalAttributes;

/** Variables in a Lua table as Bindings, each access with the realm's lock. Thread-safe. */
final class LiveBindings extends LuaBindings implements EvalAttributes.SettingsHolder {
  private final TableVariables variables = new TableVariables();
  private final ScriptRuntime runtime;
  private final BindingsRealm bindingsRealm;

  /** The object that keeps the engine alive that made these Bindings. */
  private final Object engine;

  /**
   * The host's configuration, which scripts do not see, so that it can be read while one runs: who
   * calls an eval that has to wait for the lock has set the timeout for that here. Each eval reads
   * it; a map is never changed, but replaced with the lock of these Bindings.
   */
  private volatile Map<String, Object> reserved = Map.of();

  /**
   * What Java put and Lua numbers and strings cannot tell back: Long, Float, Character and so on.
   */
  private Map<LuaString, Original> originals = Map.of();

  private record Original(LuaValue value, Object object) {}

  LiveBindings(ScriptRuntime runtime) {
    this.runtime = runtime;
    this.bindingsRealm = BindingsRealm.over(runtime, variables);
    this.engine = runtime.core().console();
  }

  Object engine() {
    return engine;
  }

  BindingsRealm bindingsRealm() {
    return bindingsRealm;
  }

  private Realm realm() {
    return bindingsRealm.realm();
  }

  private static String check(Object key) {
    String name = (String) Objects.requireNonNull(key, "name");
    if (name.isEmpty()) {
      throw new IllegalArgumentException("the name of a variable cannot be empty");
    }
    return name;
  }

  @Override
  public Object put(String key, Object value) {
    String name = check(key);
    if (Environment.isReserved(name)) {
      return configure(all -> all.put(name, value));
    }
    LuaString k = LuaStrings.encode(name);
    LuaValue v = Conversions.toLua(realm(), value);
    return realm()
        .exclusively(
            () -> {
              Object before = read(k);
              variables.put(k, name, v, true);
              keepOriginal(k, v, value);
              return before;
            });
  }

  @Override
  public boolean hasSettings() {
    return !reserved.isEmpty();
  }

  private synchronized Object configure(Function<Map<String, Object>, Object> change) {
    Map<String, Object> changed = new HashMap<>(reserved);
    Object before = change.apply(changed);
    reserved = changed;
    return before;
  }

  private void keepOriginal(LuaString key, LuaValue value, Object object) {
    boolean lossy =
        (object instanceof Number && !(object instanceof Integer) && !(object instanceof Double))
            || object instanceof Character
            || object instanceof byte[];
    if (lossy) {
      originals = originals.isEmpty() ? new HashMap<>() : originals;
      originals.put(key, new Original(value, object));
    } else if (!originals.isEmpty()) {
      originals.remove(key);
    }
  }

  // called with the realm locked
  private Object read(LuaString key) {
    LuaValue v = variables.table().rawget(key);
    Original original = originals.get(key);
    return original != null && original.value().raweq(v)
        ? original.object()
        : Conversions.toJava(realm(), v);
  }

  @Override
  public Object get(Object key) {
    String name = check(key);
    return Environment.isReserved(name)
        ? reserved.get(name)
        : realm().exclusively(() -> read(LuaStrings.encode(name)));
  }

  @Override
  public boolean containsKey(Object key) {
    String name = check(key);
    return Environment.isReserved(name)
        ? reserved.containsKey(name)
        : realm().exclusively(() -> variables.get(LuaStrings.encode(name), name) != null);
  }

  @Override
  public Object remove(Object key) {
    String name = check(key);
    if (Environment.isReserved(name)) {
      return configure(all -> all.remove(name));
    }
    LuaString k = LuaStrings.encode(name);
    return realm()
        .exclusively(
            () -> {
              Object before = read(k);
              variables.put(k, name, LuaValue.NIL, false);
              keepOriginal(k, LuaValue.NIL, null);
              return before;
            });
  }

  @Override
  public void putAll(Map<? extends String, ? extends Object> toMerge) {
    toMerge.forEach(this::merge);
  }

  private void merge(String key, Object value) {
    if (check(key).startsWith(EvalAttributes.PREFIX)) {
      runtime.settings().ignoreData(key);
    } else {
      put(key, value);
    }
  }

  private Map<String, Object> snapshot() {
    return realm()
        .exclusively(
            () -> {
              Map<String, Object> all = new LinkedHashMap<>(reserved);
              variables.nulls().forEach(k -> all.put(LuaStrings.decode(k), null));
              for (Varargs n = variables.next(LuaValue.NIL);
                  !n.arg1().isnil();
                  n = variables.next(n.arg1())) {
                String name = n.arg1() instanceof LuaString s ? LuaStrings.decode(s) : null;
                if (name != null && !name.isEmpty()) {
                  all.put(name, read((LuaString) n.arg1()));
                }
              }
              return all;
            });
  }

  @Override
  public Set<Map.Entry<String, Object>> entrySet() {
    return new EntrySet();
  }

  @Override
  public boolean equals(Object other) {
    return super.equals(other);
  }

  @Override
  public int hashCode() {
    return super.hashCode();
  }

  private final class EntrySet extends AbstractSet<Map.Entry<String, Object>> {
    @Override
    public Iterator<Map.Entry<String, Object>> iterator() {
      Iterator<Map.Entry<String, Object>> entries = snapshot().entrySet().iterator();
      return new Iterator<>() {
        private String last;

        @Override
        public boolean hasNext() {
          return entries.hasNext();
        }

        @Override
        public Map.Entry<String, Object> next() {
          Map.Entry<String, Object> e = entries.next();
          last = e.getKey();
          return new LiveEntry(last, e.getValue());
        }

        @Override
        public void remove() {
          LiveBindings.this.remove(last);
        }
      };
    }

    @Override
    public int size() {
      return snapshot().size();
    }
  }

  private final class LiveEntry extends SimpleEntry<String, Object> {
    private static final long serialVersionUID = 1L;

    LiveEntry(String key, Object value) {
      super(key, value);
    }

    @Override
    public Object setValue(Object value) {
      put(getKey(), value);
      return super.setValue(value);
    }
  }
}
