package org.moonwire.engine.interop;

import java.io.Serial;
import java.io.Serializable;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.moonwire.engine.core.Realm;
import org.moonwire.engine.handles.Handle;

/**
 * The elements 1 to {@code #table} of a Lua table as a live List. Safe to use from any thread, each
 * access by itself. Serializes as ArrayList.
 */
final class ListView extends AbstractList<Object> implements Handle, Serializable {
  private static final long serialVersionUID = 1L;

  private final transient TableView view;

  ListView(TableView view) {
    this.view = view;
  }

  @Override
  public LuaValue inRealm(Realm other) {
    return other == view.realm() ? view.table() : HostObject.of(this);
  }

  @Override
  public int size() {
    return view.length();
  }

  @Override
  public Object get(int index) {
    Objects.checkIndex(index, size());
    return view.get(index + 1);
  }

  @Override
  public Object set(int index, Object element) {
    Objects.checkIndex(index, size());
    return view.put(index + 1, element);
  }

  @Override
  public void add(int index, Object element) {
    Objects.checkIndex(index, size() + 1);
    Realm realm = view.realm();
    LuaTable table = view.table();
    LuaValue added = LevelBoundary.toLua(realm, element);
    view.exclusively(
        () -> {
          for (int i = table.rawlen(); i > index; i--) {
            table.rawset(i + 1, table.rawget(i));
          }
          table.rawset(index + 1, added);
          return null;
        });
  }

  @Override
  public Object remove(int index) {
    Objects.checkIndex(index, size());
    Realm realm = view.realm();
    LuaTable table = view.table();
    return view.exclusively(
        () -> {
          int n = table.rawlen();
          LuaValue removed = table.rawget(index + 1);
          for (int i = index + 1; i < n; i++) {
            table.rawset(i, table.rawget(i + 1));
          }
          table.rawset(n, LuaValue.NIL);
          return Conversions.toJava(realm, removed);
        });
  }

  Realm realm() {
    return view.realm();
  }

  LuaTable table() {
    return view.table();
  }

  /** By content, as List demands. */
  @Override
  public boolean equals(Object other) {
    return other instanceof List && TableContent.equal(this, other);
  }

  /** As List demands; 0 for one that contains itself or is more than 100 deep. */
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
    List<Object> copy = new ArrayList<>();
    forEach(element -> copy.add(TableView.detached(element)));
    return copy;
  }
}
