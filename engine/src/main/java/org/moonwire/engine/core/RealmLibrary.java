package org.moonwire.engine.core;

import java.util.Arrays;
import java.util.function.Consumer;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * The standard globals as one realm sees them. Functions are the same in all realms of an engine; a
 * table becomes the realm's own when it is first looked up, and keeps the engine's entries until
 * the realm writes to it. Realm thread only.
 */
@SuppressWarnings("ReferenceEquality") // templates are told apart by identity
public final class RealmLibrary implements Traceable {
  /** Stands in a template for the table that scripts see as {@code _G}. */
  public static final LuaTable GLOBALS = new Table();

  private static final int FEW = 4;

  private final Table template;
  private final LuaTable globals;
  private final boolean shared;

  // a table of the template and the realm's own in its place
  private Table[] templates;
  private Table[] own;
  private int count;

  // the pair that was asked for last
  private Table lastTemplate;
  private LuaTable lastOwn;

  /** With {@code shared} the template is of all realms, otherwise of this one. */
  RealmLibrary(Table template, LuaTable globals, boolean shared) {
    this.template = template;
    this.globals = globals;
    this.shared = shared;
  }

  /** The value of a standard global; NIL if there is none of that name. */
  public LuaValue get(LuaValue key) {
    LuaValue v = template.rawget(key);
    if (!shared || !(v instanceof Table t)) {
      return v;
    }
    if (t != lastTemplate) {
      lastOwn = own(t);
      lastTemplate = t;
    }
    return lastOwn;
  }

  @Override
  public void trace(Consumer<Object> visitor) {
    if (!shared) {
      visitor.accept(template);
    }
    for (int i = 0; i < count; i++) {
      visitor.accept(own[i]);
    }
  }

  /** As Lua's {@code next}. */
  public Varargs next(LuaValue key) {
    Varargs entry = template.next(key);
    return shared && entry.arg(2) instanceof Table t
        ? LuaValue.varargsOf(entry.arg1(), own(t))
        : entry;
  }

  /** True if the realm has written to none of the tables. */
  boolean isUntouched() {
    for (int i = 0; i < count; i++) {
      if (!own[i].isCopyOf(templates[i])) {
        return false;
      }
    }
    return shared;
  }

  private LuaTable own(Table t) {
    if (t == GLOBALS) {
      return globals;
    }
    for (int i = 0; i < count; i++) {
      if (templates[i] == t) {
        return own[i];
      }
    }
    Table copy = t.copy();
    remember(t, copy);
    if (!t.holdsTables()) {
      return copy;
    }
    for (Varargs e = t.next(LuaValue.NIL); !e.arg1().isnil(); e = t.next(e.arg1())) {
      if (e.arg(2) instanceof Table inner) {
        copy.rawset(e.arg1(), own(inner));
      }
    }
    return copy;
  }

  private void remember(Table t, Table copy) {
    if (templates == null) {
      templates = new Table[FEW];
      own = new Table[FEW];
    } else if (count == templates.length) {
      templates = Arrays.copyOf(templates, 2 * count);
      own = Arrays.copyOf(own, 2 * count);
    }
    templates[count] = t;
    own[count++] = copy;
  }
}
