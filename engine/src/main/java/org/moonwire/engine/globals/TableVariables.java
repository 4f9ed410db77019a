package org.moonwire.engine.globals;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.core.Table;

/**
 * Variables in a Lua table: what {@code createBindings()} gives. Used with the realm locked only.
 */
public final class TableVariables implements Variables {
  private final LuaTable table = new Table();

  /** Names that are nil on purpose, so that nothing else of that name shows through. */
  private Set<LuaString> nulls = Set.of();

  public LuaTable table() {
    return table;
  }

  public Set<LuaString> nulls() {
    return nulls;
  }

  @Override
  public void trace(Consumer<Object> visitor) {
    visitor.accept(table);
    visitor.accept(nulls);
  }

  @Override
  public LuaValue get(LuaString key, String name) {
    LuaValue v = table.rawget(key);
    return !v.isnil() || nulls.contains(key) ? v : null;
  }

  @Override
  public LuaValue quick(LuaString key) {
    return table.rawget(key);
  }

  @Override
  public boolean surelyLacks(LuaString key) {
    return nulls.isEmpty();
  }

  @Override
  public boolean isQuiet() {
    return true;
  }

  @Override
  public LuaValue getOther(LuaValue key) {
    return table.rawget(key);
  }

  @Override
  public void put(LuaString key, String name, LuaValue value, boolean hides) {
    table.rawset(key, value);
    if (value.isnil() && hides) {
      nulls = nulls.isEmpty() ? new LinkedHashSet<>() : nulls;
      nulls.add(key);
    } else if (!nulls.isEmpty()) {
      nulls.remove(key);
    }
  }

  @Override
  public void putOther(LuaValue key, LuaValue value) {
    table.rawset(key, value);
  }

  @Override
  public Varargs next(LuaValue key) {
    return table.next(key);
  }

  @Override
  public int length() {
    return table.rawlen();
  }

  @Override
  public boolean isUntouched() {
    return false;
  }

  @Override
  public Object anchor() {
    return null;
  }
}
