package org.moonwire.engine.core;

/** Objects that have been seen, by identity. */
final class IdentitySet {
  private static final int SPREAD = 0x9E3779B9;

  private Object[] slots = new Object[1024];
  private int size;

  /** False if the object was there already. */
  boolean add(Object o) {
    if (size * 2 >= slots.length) {
      grow();
    }
    if (!insert(o)) {
      return false;
    }
    size++;
    return true;
  }

  @SuppressWarnings("ReferenceEquality") // identity is what the set is about
  boolean contains(Object o) {
    int mask = slots.length - 1;
    for (int i = at(o, mask); slots[i] != null; i = (i + 1) & mask) {
      if (slots[i] == o) {
        return true;
      }
    }
    return false;
  }

  @SuppressWarnings("ReferenceEquality") // identity is what the set is about
  private boolean insert(Object o) {
    int mask = slots.length - 1;
    int i = at(o, mask);
    while (slots[i] != null) {
      if (slots[i] == o) {
        return false;
      }
      i = (i + 1) & mask;
    }
    slots[i] = o;
    return true;
  }

  private static int at(Object o, int mask) {
    int hash = System.identityHashCode(o) * SPREAD;
    return (hash ^ hash >>> 16) & mask;
  }

  private void grow() {
    Object[] old = slots;
    slots = new Object[old.length * 2];
    for (Object o : old) {
      if (o != null) {
        insert(o);
      }
    }
  }
}
