package org.moonwire.engine.schema;

import java.util.HashSet;
import java.util.Set;

/** Which members and items of one value some schema has looked at. Not thread-safe. */
final class Evaluated {
  private final Set<String> members = new HashSet<>();
  private final Set<Integer> items = new HashSet<>();
  private boolean allMembers;

  /** All items before this one were looked at. */
  private int firstItems;

  void member(String name) {
    members.add(name);
  }

  void allMembers() {
    allMembers = true;
  }

  void item(int i) {
    items.add(i);
  }

  void firstItems(int count) {
    firstItems = Math.max(firstItems, count);
  }

  boolean hasMember(String name) {
    return allMembers || members.contains(name);
  }

  boolean hasItem(int i) {
    return i < firstItems || items.contains(i);
  }

  /** Adds what another schema, which the value fulfils, has looked at. */
  void add(Evaluated other) {
    members.addAll(other.members);
    items.addAll(other.items);
    allMembers |= other.allMembers;
    firstItems(other.firstItems);
  }
}
