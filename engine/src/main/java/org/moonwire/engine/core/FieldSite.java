package org.moonwire.engine.core;

import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;

/**
 * One place of a compiled function where a field or method of a constant name is read or written:
 * knows where in tables the name was found last, which only is a hint. Each static method has a
 * name of its own: that is how the generator finds it. Threads may share it.
 */
@SuppressWarnings("ReferenceEquality") // nil is a single object
public final class FieldSite {
  /** In the table itself, and the name as it is a key there, which may be another object. */
  private int own;

  private LuaString ownName;

  /** Of {@code __index} in the metatable, and that text itself as it is a key there. */
  private int index;

  private LuaString indexName = Metatables.INDEX;

  /** In the table that this is, or that strings have their methods from. */
  private int inherited;

  private LuaString inheritedName;

  /** The value where it was found last; Java null if it is not there. */
  public static LuaValue peekSite(LuaValue o, LuaValue key, FieldSite site) {
    return o instanceof Table t ? t.fieldAt((LuaString) key, site.own) : null;
  }

  /** Replaces the value where it was found last; false if it is not there. */
  public static boolean replaceSite(LuaValue o, LuaValue key, LuaValue v, FieldSite site) {
    return o instanceof Table t && t.replaceAt((LuaString) key, site.own, v);
  }

  /** As {@link CompiledValues#index}. */
  public static LuaValue indexSite(Task task, LuaValue o, LuaValue key, FieldSite site) {
    LuaString name = (LuaString) key;
    if (!(o instanceof Table t)) {
      LuaValue v = o instanceof LuaString ? site.findMethod(task, name) : null;
      return v != null ? v : CompiledValues.indexField(task, o, key);
    }
    LuaValue v = t.fieldAt(name, site.own);
    if (v == null) {
      v = site.find(t, name);
    }
    return v != null ? v : CompiledValues.index(task, o, key);
  }

  /** Of strings; Java null if there is more to it. */
  private LuaValue findMethod(Task task, LuaString name) {
    return task.realm.metatables().stringIndex() instanceof Table t ? findIn(t, name) : null;
  }

  /** Java null if there is more to it. */
  private LuaValue find(Table t, LuaString name) {
    LuaString known = ownName;
    LuaValue v = known == null ? null : t.fieldAt(known, own);
    if (v != null) {
      return v;
    }
    int slot = t.slot(name);
    if (slot >= 0) {
      LuaString kept = t.nameAt(slot);
      own = slot;
      ownName = kept;
      return kept == null ? null : t.fieldAt(kept, slot);
    }
    if (slot != Table.ABSENT) {
      return null;
    }
    if (t.getmetatable() == null) {
      return LuaValue.NIL;
    }
    return t.getmetatable() instanceof Table m ? findInherited(m, name) : null;
  }

  private LuaValue findInherited(Table metatable, LuaString name) {
    LuaValue handler = metatable.fieldAt(indexName, index);
    if (handler == null) {
      int slot = metatable.slot(Metatables.INDEX);
      LuaString kept = slot < 0 ? null : metatable.nameAt(slot);
      if (kept == null) {
        return null;
      }
      index = slot;
      indexName = kept;
      handler = metatable.fieldAt(kept, slot);
    }
    return handler instanceof Table t ? findIn(t, name) : null;
  }

  /** In a table that others have their fields from. */
  private LuaValue findIn(Table t, LuaString name) {
    LuaString known = inheritedName;
    LuaValue v = known == null ? null : t.fieldAt(known, inherited);
    if (v != null) {
      return v;
    }
    int slot = t.slot(name);
    if (slot < 0) {
      return t.lookUp(name);
    }
    LuaString kept = t.nameAt(slot);
    inherited = slot;
    inheritedName = kept;
    return kept == null ? null : t.fieldAt(kept, slot);
  }

  /** As {@link CompiledValues#put}. */
  public static boolean putSite(LuaValue o, LuaValue key, LuaValue v, FieldSite site) {
    if (!(o instanceof Table t)) {
      return CompiledValues.put(o, key, v);
    }
    LuaString name = (LuaString) key;
    if (t.replaceAt(name, site.own, v)) {
      return true;
    }
    int slot = t.slot(name);
    if (slot >= 0) {
      site.own = slot;
    }
    return CompiledValues.put(o, key, v);
  }
}
