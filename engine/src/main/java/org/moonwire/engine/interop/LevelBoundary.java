package org.moonwire.engine.interop;

import java.util.List;
import java.util.Map;
import org.luaj.vm2.LuaValue;
import org.moonwire.engine.core.Int64;
import org.moonwire.engine.core.LuaRuntimeException;
import org.moonwire.engine.core.Realm;
import org.moonwire.engine.core.Task;
import org.moonwire.engine.module.Language;

/**
 * What scripts of one level hand to scripts of another: an integer of level 5.4 that no double
 * holds is refused where numbers are doubles, never rounded. What Java code hands over is Java's: a
 * {@code long} becomes the nearest double there. Values are those that {@link Conversions} makes.
 */
final class LevelBoundary {
  private LevelBoundary() {}

  /** Results or arguments on their way from one realm to another. */
  static Object[] across(Realm from, Realm to, List<Object> values) {
    values.forEach(value -> check(from, to, value));
    return values.toArray();
  }

  /** What a script gets from an object, which may be a table of another script. */
  static LuaValue toLua(Realm to, Object owner, Object value) {
    if (value instanceof Long) {
      Realm from = realm(owner);
      if (from != null) {
        check(from, to, value);
      }
    }
    return Conversions.toLua(to, value);
  }

  /** What the running script, if there is one, puts into a table. */
  static LuaValue toLua(Realm to, Object value) {
    Task task = value instanceof Long ? Task.current() : null;
    if (task != null) {
      check(task.realm(), to, value);
    }
    return Conversions.toLua(to, value);
  }

  private static Realm realm(Object owner) {
    if (owner instanceof TableView view) {
      return view.realm();
    }
    return owner instanceof ListView list ? list.realm() : null;
  }

  /**
   * Refuses what would be rounded; looks into maps, which are copies.
   *
   * @throws LuaRuntimeException that is raised in the script that is running
   */
  static void check(Realm from, Realm to, Object value) {
    if (from.core().language() != to.core().language()) {
      check(to.core().language(), value);
    }
  }

  /** As above, for a value that comes from the other level. */
  static void check(Language level, Object value) {
    if (level != Language.LUA_5_2) {
      return;
    }
    if (value instanceof Long n && !Int64.isDouble(n)) {
      throw LuaRuntimeException.message(
          "the integer `"
              + n
              + "` cannot be handed to a script of Lua 5.2, which would round it; give tostring of"
              + " it");
    }
    if (value instanceof Map<?, ?> copy && !(value instanceof TableView)) {
      copy.forEach(
          (k, v) -> {
            check(level, k);
            check(level, v);
          });
    }
  }
}
