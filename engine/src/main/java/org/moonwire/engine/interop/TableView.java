package org.moonwire.engine.interop;

import java.io.Serial;
import java.io.Serializable;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.core.Poll;
import org.moonwire.engine.core.Realm;
import org.moonwire.engine.handles.Anchor;
import org.moonwire.engine.handles.Handle;

/**
 * A Lua table as a live Map: reads and writes go to the table, without metamethods. Any Number is a
 * legal key. Putting null removes. Safe to use from any thread: each access locks the realm; an
 * iteration runs over the keys that were there when it began. Serializes as LinkedHashMap.
 */
public final class TableView extends AbstractMap<Object, Object> implements Handle, Serializable {
  private static final long serialVersionUID = 1L;

  /** The work of converting one entry, in bytes looked at: what the deadline is polled by. */
  private static final int WORK_PER_KEY = 100;

  /** An entry that is taken out, and one of the copy it goes into. */
  private static final int ENTRY = 100;

  private final transient Realm realm;
  private final transient LuaTable table;
  private final transient Anchor anchor;

  /** What values are declared to be; null if they may be anything. */
  private final transient Class<?> element;

  TableView(Realm realm, LuaTable table) {
    this(realm, table, null);
  }

  TableView(Realm realm, LuaTable table, Class<?> element) {
    this.realm = realm;
    this.table = table;
    this.anchor = Anchor.of(realm);
    this.element = element;
  }

  /** The table itself. */
  public LuaTable table() {
    return table;
  }

  /** The realm the table belongs to. */
  public Realm realm() {
    return realm;
  }

  /** What the view keeps alive besides its realm. */
  Anchor anchor() {
    return anchor;
  }

  /** The elements 1 to {@code #table} as a live list. */
  public List<Object> asList() {
    return new ListView(this);
  }

  @Override
  public LuaValue inRealm(Realm other) {
    return other == realm ? table : HostObject.of(this);
  }

  @Override
  public Object get(Object key) {
    return exclusively(() -> taken(rawGet(key)));
  }

  @Override
  public boolean containsKey(Object key) {
    return exclusively(() -> !rawGet(key).isnil());
  }

  @Override
  public Object put(Object key, Object value) {
    LuaValue k = LevelBoundary.toLua(realm, key);
    if (k.isnil() || (k.type() == LuaValue.TNUMBER && Double.isNaN(k.todouble()))) {
      throw new IllegalArgumentException("a table key cannot be `" + key + "`");
    }
    LuaValue v = LevelBoundary.toLua(realm, value);
    return exclusively(
        () -> {
          Object before = taken(table.rawget(k));
          table.rawset(k, v);
          return before;
        });
  }

  @Override
  public Object remove(Object key) {
    LuaValue k = Conversions.toLua(realm, key);
    return k.isnil() ? null : put(key, null);
  }

  @Override
  public void clear() {
    exclusively(
        () -> {
          keys().forEach(k -> table.rawset(k, LuaValue.NIL));
          return null;
        });
  }

  @Override
  public int size() {
    return exclusively(() -> keys().size());
  }

  /** {@code #table}, without {@code __len}. */
  int length() {
    return exclusively(table::rawlen);
  }

  /** Locks the realm; a script of another realm has its own unlocked meanwhile. */
  <T> T exclusively(Supplier<T> action) {
    return Unlocking.exclusively(realm, action);
  }

  private Object taken(LuaValue value) {
    return Elements.taken(realm, value, element);
  }

  private LuaValue rawGet(Object key) {
    LuaValue k = Conversions.toLua(realm, key);
    return k.isnil() ? LuaValue.NIL : table.rawget(k);
  }

  // called with the realm locked
  private List<LuaValue> keys() {
    List<LuaValue> keys = new ArrayList<>();
    for (Varargs n = table.next(LuaValue.NIL); !n.arg1().isnil(); n = table.next(n.arg1())) {
      Poll.work(WORK_PER_KEY);
      keys.add(n.arg1());
    }
    return keys;
  }

  private static void counted(LuaValue v) {
    if (v instanceof LuaString s) {
      Poll.buildingText(s.m_length);
    }
  }

  private List<Map.Entry<Object, Object>> entries() {
    return exclusively(
        () -> {
          List<Map.Entry<Object, Object>> entries = new ArrayList<>();
          for (LuaValue k : keys()) {
            LuaValue v = table.rawget(k);
            Poll.building(ENTRY);
            counted(k);
            counted(v);
            entries.add(new LiveEntry(k, taken(v)));
          }
          return entries;
        });
  }

  @Override
  public Set<Map.Entry<Object, Object>> entrySet() {
    return new EntrySet();
  }

  /** Two views of one table are equal whatever it contains, itself included. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Map && TableContent.equal(this, other);
  }

  /** As Map demands, by content; 0 for a table that contains itself or is more than 100 deep. */
  @Override
  public int hashCode() {
    return TableContent.hash(this);
  }

  @Override
  public String toString() {
    return TableContent.text(this);
  }

  @Serial
  private Object writeReplace() {
    return copy();
  }

  /**
   * A copy that is independent of the script; tables inside become maps as well.
   *
   * @throws IllegalStateException if the table is nested more than 100 deep, or holds more than a
   *     million values in all its places
   */
  public Map<Object, Object> copy() {
    return TablePath.visit(
        table,
        new LinkedHashMap<>(),
        () -> {
          Map<Object, Object> copy = new LinkedHashMap<>();
          List<Map.Entry<Object, Object>> entries = entries();
          TablePath.count(entries.size());
          entries.forEach(e -> copy.put(e.getKey(), detached(e.getValue())));
          return copy;
        });
  }

  static Object detached(Object value) {
    return value instanceof TableView v ? v.copy() : value;
  }

  private final class EntrySet extends AbstractSet<Map.Entry<Object, Object>> {
    @Override
    public Iterator<Map.Entry<Object, Object>> iterator() {
      Iterator<Map.Entry<Object, Object>> snapshot = entries().iterator();
      return new Iterator<>() {
        private Map.Entry<Object, Object> last;

        @Override
        public boolean hasNext() {
          return snapshot.hasNext();
        }

        @Override
        public Map.Entry<Object, Object> next() {
          last = snapshot.next();
          return last;
        }

        @Override
        public void remove() {
          TableView.this.remove(last.getKey());
        }
      };
    }

    @Override
    public int size() {
      return TableView.this.size();
    }
  }

  private final class LiveEntry extends SimpleEntry<Object, Object> {
    private static final long serialVersionUID = 1L;

    LiveEntry(LuaValue key, Object value) {
      super(Conversions.toJava(realm, key), value);
    }

    @Override
    public Object setValue(Object value) {
      put(getKey(), value);
      return super.setValue(value);
    }
  }
}
