package org.moonwire.engine.interop;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.luaj.vm2.LuaTable;

/**
 * What Java asks of the content of a script's tables: text, hash and equality. A script decides how
 * deep and how tangled they are, so nothing here recurses further than {@link #MAX_DEPTH}.
 */
final class TableContent {
  /** Tables nested deeper are shown as {@code {...}} and have no hash of their own. */
  private static final int MAX_DEPTH = 100;

  private static final int MAX_TEXT = 1 << 20;
  private static final int MAX_VALUES = 1_000_000;

  private TableContent() {}

  /** As Map and List have it, but for what is too deep, part of itself, or past a megabyte. */
  static String text(Object view) {
    StringBuilder out = new StringBuilder();
    append(out, view, Collections.newSetFromMap(new IdentityHashMap<>()));
    return out.toString();
  }

  private static void append(StringBuilder out, Object value, Set<LuaTable> path) {
    LuaTable table = tableOf(value);
    if (table == null) {
      String text = String.valueOf(value);
      out.append(text, 0, Math.min(text.length(), MAX_TEXT));
      return;
    }
    if (path.size() == MAX_DEPTH || !path.add(table)) {
      out.append("{...}");
      return;
    }
    boolean list = value instanceof ListView;
    out.append(list ? '[' : '{');
    int start = out.length();
    for (Object part : list ? (ListView) value : ((TableView) value).entrySet()) {
      out.append(out.length() == start ? "" : ", ");
      if (out.length() > MAX_TEXT) {
        out.append("...");
        break;
      }
      if (part instanceof Map.Entry<?, ?> entry) {
        append(out, entry.getKey(), path);
        out.append('=');
        append(out, entry.getValue(), path);
      } else {
        append(out, part, path);
      }
    }
    out.append(list ? ']' : '}');
    path.remove(table);
  }

  private static LuaTable tableOf(Object value) {
    if (value instanceof ListView list) {
      return list.table();
    }
    return value instanceof TableView view ? view.table() : null;
  }

  /** As Map demands; 0 for a table that is too deep, too large in all its places, or in itself. */
  static int hash(TableView view) {
    Integer hash = new Hashing().of(view);
    return hash == null ? 0 : hash;
  }

  /** As List demands; 0 in the same cases. */
  static int hash(ListView list) {
    Integer hash = new Hashing().of(list);
    return hash == null ? 0 : hash;
  }

  /** One walk; a table in many places is looked at once. */
  private static final class Hashing {
    private final Set<LuaTable> path = Collections.newSetFromMap(new IdentityHashMap<>());
    private final IdentityHashMap<LuaTable, Integer> known = new IdentityHashMap<>();

    /** Null if the table has none. */
    Integer of(TableView view) {
      Integer before = known.get(view.table());
      if (before != null) {
        return before;
      }
      if (path.size() == MAX_DEPTH || !path.add(view.table())) {
        return null;
      }
      int hash = 0;
      for (Map.Entry<Object, Object> entry : view.entrySet()) {
        Integer value = value(entry.getValue());
        if (value == null) {
          return null;
        }
        hash += Objects.hashCode(entry.getKey()) ^ value;
      }
      path.remove(view.table());
      known.put(view.table(), hash);
      return hash;
    }

    Integer of(ListView list) {
      path.add(list.table());
      int hash = 1;
      for (Object element : list) {
        Integer value = value(element);
        if (value == null) {
          return null;
        }
        hash = 31 * hash + value;
      }
      return hash;
    }

    private Integer value(Object value) {
      return value instanceof TableView view ? of(view) : (Integer) Objects.hashCode(value);
    }
  }

  /** Two things to be compared; each as itself, whatever it equals. */
  private record Pair(Object x, Object y) {
    private static Object identity(Object o) {
      LuaTable table = tableOf(o);
      return table == null ? o : table;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Pair p
          && identity(p.x) == identity(x)
          && identity(p.y) == identity(y);
    }

    @Override
    public int hashCode() {
      return 31 * System.identityHashCode(identity(x)) + System.identityHashCode(identity(y));
    }
  }

  /**
   * By content, whatever the depth; tables that contain themselves are equal if nothing tells them
   * apart. False for two that take more than a million comparisons.
   */
  static boolean equal(Object view, Object other) {
    Deque<Pair> pending = new ArrayDeque<>();
    Set<Pair> met = new HashSet<>();
    pending.add(new Pair(view, other));
    while (!pending.isEmpty()) {
      Pair pair = pending.pop();
      boolean inTable = tableOf(pair.x) != null;
      if (!inTable && tableOf(pair.y) == null) {
        if (!Objects.equals(pair.x, pair.y)) {
          return false;
        }
      } else if (met.add(pair)
          && (met.size() > MAX_VALUES
              || !(inTable
                  ? matches(pair.x, pair.y, pending)
                  : matches(pair.y, pair.x, pending)))) {
        return false;
      }
    }
    return true;
  }

  /** Compares all but the values in them, which are left pending. */
  @SuppressWarnings("ReferenceEquality") // two views of one table
  private static boolean matches(Object view, Object other, Deque<Pair> pending) {
    if (view.getClass() == other.getClass() && tableOf(view) == tableOf(other)) {
      return true;
    }
    if (view instanceof TableView table) {
      return other instanceof Map<?, ?> map
          && table.size() == map.size()
          && entriesMatch(table, map, pending);
    }
    if (!(other instanceof List<?> list) || ((ListView) view).size() != list.size()) {
      return false;
    }
    for (int i = 0; i < list.size(); i++) {
      pending.push(new Pair(((ListView) view).get(i), list.get(i)));
    }
    return true;
  }

  private static boolean entriesMatch(TableView table, Map<?, ?> map, Deque<Pair> pending) {
    for (Map.Entry<Object, Object> entry : table.entrySet()) {
      Object value;
      try {
        value = map.get(entry.getKey());
      } catch (ClassCastException | NullPointerException notAKeyThere) {
        return false;
      }
      if (value == null) {
        return false;
      }
      pending.push(new Pair(entry.getValue(), value));
    }
    return true;
  }
}
