package org.moonwire.policy;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;

/** A list that counts each look at an item as work; it cannot be changed. */
final class MeteredList extends AbstractList<Object> implements RandomAccess {
  private final List<Object> items;
  private final ExpressionData data;

  MeteredList(List<Object> items, ExpressionData data) {
    this.items = items;
    this.data = data;
  }

  @Override
  public Object get(int index) {
    data.look();
    return items.get(index);
  }

  @Override
  public int size() {
    return items.size();
  }
}
