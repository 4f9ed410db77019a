package org.moonwire.engine.interop;

import java.util.Map;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.moonwire.engine.core.Immutable;
import org.moonwire.engine.core.LuaRuntimeException;
import org.moonwire.engine.core.Table;

/**
 * A table that scripts can read like any other and cannot change. Immutable, and so shared by all
 * realms.
 */
public final class ReadOnlyTable extends LuaTable implements Immutable {
  /** The same content where it is found sooner. */
  private final Table index;

  private final boolean sealed;

  /** A table with the given content. */
  public ReadOnlyTable(Map<? extends LuaValue, ? extends LuaValue> content) {
    content.forEach(super::rawset);
    index = new Table(0, content.size());
    content.forEach(index::rawset);
    sealed = true;
  }

  private void refuse() {
    if (sealed) {
      throw LuaRuntimeException.message("attempt to modify a read-only table");
    }
  }

  @Override
  public LuaValue rawget(LuaValue key) {
    return index.rawget(key);
  }

  @Override
  public void rawset(LuaValue key, LuaValue value) {
    refuse();
    super.rawset(key, value);
  }

  @Override
  public void rawset(int key, LuaValue value) {
    refuse();
    super.rawset(key, value);
  }

  @Override
  public void set(LuaValue key, LuaValue value) {
    refuse();
    super.set(key, value);
  }

  @Override
  public void set(int key, LuaValue value) {
    refuse();
    super.set(key, value);
  }

  @Override
  public void hashset(LuaValue key, LuaValue value) {
    refuse();
    super.hashset(key, value);
  }

  @Override
  public LuaValue setmetatable(LuaValue metatable) {
    refuse();
    return super.setmetatable(metatable);
  }

  @Override
  public LuaValue remove(int position) {
    refuse();
    return super.remove(position);
  }

  @Override
  public void insert(int position, LuaValue value) {
    refuse();
    super.insert(position, value);
  }

  @Override
  public void sort(LuaValue comparator) {
    refuse();
    super.sort(comparator);
  }
}
