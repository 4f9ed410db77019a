package org.moonwire.engine.core;

import java.util.Arrays;
import org.luaj.vm2.LuaDouble;
import org.luaj.vm2.LuaInteger;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;

/**
 * A Lua table with storage of its own, because LuaJ's loses types and entries: it turns a numeric
 * string into a number where a number stood, and fails on tables used as queues. Array part and
 * hash part are laid out as in PUC Lua, so that {@code #} and {@code next} answer alike. Safe for
 * concurrent reading, not for writing.
 */
// Nil is a single object, and comparing keys by identity first mostly decides.
@SuppressWarnings("ReferenceEquality")
public class Table extends LuaTable {
  /** A power of 2 less 1. */
  private static final int SLOTS_PER_POLL = 0xffff;

  /** The slot of a key that a table does not have. */
  static final int ABSENT = -1;

  private static final LuaValue[] EMPTY = {};

  /** With fewer items a look at each costs more than is won by keeping numbers as such. */
  private static final int MIN_NUMBERS = 8;

  private static final LuaString MODE = LuaString.valueOf("__mode");
  private static final int WEAK_KEYS = 1;
  private static final int WEAK_VALUES = 2;

  /** Beside the others in the mode, so that a write to a plain table looks at one field. */
  private static final int FROZEN = 4;

  private static final int SPREAD = 0x9E3779B9;
  private static final int MAX_LOOP = 100;
  private static final int MIN_CAPACITY = 4;

  /**
   * So many slots in a row are not taken by chance: with a fourth of them free, the longest row
   * among a hundred million is shorter.
   */
  private static final int MAX_PROBES = 512;

  private static final int MAX_ARRAY = 1 << 28;

  /** The values of 1 to {@code items.length}, null for nil; empty if {@link #numbers} has them. */
  private LuaValue[] items = EMPTY;

  /** Null if the items are values. */
  private NumberArray numbers;

  /** Open addressing; a key whose value is null is dead, but still a valid argument of next. */
  private LuaValue[] keys = EMPTY;

  private LuaValue[] values = EMPTY;

  // LuaJ's hashEntries says how many keys there are, dead ones included; at most three quarters of
  // the capacity. Every table has it, so that one of our own would be a waste.

  private int shift;
  private int mode;

  /** See {@link #mark(int)}; a byte, for which objects of this class have room. */
  private byte mark;

  /** Null if there is none. */
  private LuaTable metatable;

  /** True while keys, and values perhaps, are also those of a table that this one is like. */
  private boolean shared;

  /** True once keys have collided as they do not by chance: see {@link KeyHash}. */
  private boolean keyed;

  /** Where the last length was found; only a hint. */
  private int border;

  /** Makes an empty table. */
  public Table() {}

  /** Makes an empty table with room for some array items and some other entries. */
  public Table(int arraySize, int hashSize) {
    if (arraySize > 0) {
      items = new LuaValue[arraySize];
    }
    if (hashSize > 0) {
      allocate(hashSize);
    }
  }

  /** Makes a table of the {@code count} values from {@code start} on; nil is a hole. */
  public static Table ofItems(LuaValue[] from, int start, int count) {
    return new Table(from, start, count);
  }

  /** As {@link #ofItems}. */
  protected Table(LuaValue[] from, int start, int count) {
    if (count > 0) {
      items = Arrays.copyOfRange(from, start, start + count);
      for (int i = 0; i < count; i++) {
        if (items[i] == NIL) {
          items[i] = null;
        }
      }
    }
  }

  /**
   * A table with the same entries and no metatable, which takes a small time that does not depend
   * on their number. This table must not be written to any more.
   */
  final Table copy() {
    Table copy = new Table();
    copy.items = items.length == 0 ? EMPTY : items.clone();
    copy.numbers = numbers == null ? null : numbers.resized(numbers.length());
    copy.keys = keys;
    copy.values = values;
    copy.hashEntries = hashEntries;
    copy.shift = shift;
    copy.keyed = keyed;
    copy.shared = true;
    return copy;
  }

  /** Room for the values of a table with the same keys; charged to {@code task} if there is one. */
  final LuaValue[] roomForValues(Task task) {
    MemoryQuota.chargeSlots(task, 0, keys.length);
    return new LuaValue[keys.length];
  }

  /**
   * A table with the same keys, none of them an array item, and no metatable. Each value is where
   * {@link #slot} says. This table must not be written to any more.
   */
  final Table withValues(LuaValue[] newValues) {
    Table other = new Table();
    other.keys = keys;
    other.values = newValues;
    other.hashEntries = hashEntries;
    other.shift = shift;
    other.keyed = keyed;
    other.shared = true;
    return other;
  }

  /** True if there is a table among the values of keys that are no array items. */
  final boolean holdsTables() {
    for (LuaValue v : values) {
      if (v instanceof Table) {
        return true;
      }
    }
    return false;
  }

  /** True if nobody has written to this copy of {@code original}, which has no array items. */
  final boolean isCopyOf(Table original) {
    return shared && keys == original.keys && size() == 0 && metatable == null;
  }

  private void unshare() {
    keys = keys.clone();
    values = values.clone();
    shared = false;
  }

  @Override
  public final void presize(int arraySize) {
    if (arraySize > size()) {
      resize(arraySize, hashEntries);
    }
  }

  @Override
  public final void presize(int arraySize, int hashSize) {
    resize(Math.max(arraySize, size()), Math.max(hashSize, hashEntries));
  }

  /** Whether storing one item more of the first {@code count} cannot make the table grow. */
  public final boolean hasRoom(long count) {
    return count <= size();
  }

  /** The size of the array part. */
  private int size() {
    return numbers == null ? items.length : numbers.length();
  }

  @Override
  protected final int getArrayLength() {
    return size();
  }

  @Override
  protected final int getHashLength() {
    return keys.length;
  }

  @Override
  public final LuaValue rawget(int key) {
    int i = key - 1;
    if (i >= 0 && i < items.length) {
      return valueOrNil(items[i]);
    }
    if (isNumber(i)) {
      LuaValue v = numbers.get(i);
      return v == null ? NIL : v;
    }
    return hashEntries == 0 ? NIL : at(findInteger(key));
  }

  /** Whether {@link #numbers} has the item. */
  private boolean isNumber(long i) {
    return numbers != null && i >= 0 && i < numbers.length();
  }

  /** Stores an item that {@link #numbers} has; all of them become values if this is no number. */
  private void setNumber(int i, LuaValue value) {
    if (!numbers.set(i, isNil(value) ? null : value)) {
      MemoryQuota.chargeSlots(numbers.length(), 0);
      items = numbers.unpacked();
      numbers = null;
      items[i] = value;
    }
  }

  @Override
  public final LuaValue rawget(LuaValue key) {
    if (key instanceof LuaString s) {
      return hashEntries == 0 ? NIL : at(findString(s));
    }
    if (key instanceof LuaInteger n) {
      return rawget(n.v);
    }
    if (key instanceof AliasedKey a) {
      return rawget(a);
    }
    return hashEntries == 0 ? NIL : at(find(key));
  }

  private LuaValue rawget(AliasedKey key) {
    LuaValue kept = key.asKey();
    if (kept instanceof LuaInteger n) {
      return rawget(n.v);
    }
    return hashEntries == 0 ? NIL : at(find(kept));
  }

  /**
   * {@code t[key]} as long as only tables of this class are asked; null if something else has to
   * be, such as a metamethod.
   */
  final LuaValue lookUp(LuaValue key) {
    Table t = this;
    for (int loop = 0; loop < MAX_LOOP; loop++) {
      LuaValue v = t.rawget(key);
      if (v != NIL || t.metatable == null) {
        return v;
      }
      LuaValue index = t.metatable.rawget(Metatables.INDEX);
      if (index == NIL) {
        return NIL;
      }
      if (!(index instanceof Table next)) {
        return null;
      }
      t = next;
    }
    return null;
  }

  /** The array item under that key; null if there is none, or more to it. */
  final LuaValue item(long key) {
    LuaValue[] a = items;
    long i = key - 1;
    if (mode != 0) {
      return null;
    }
    if (i >= 0 && i < a.length) {
      return a[(int) i];
    }
    return isNumber(i) ? numbers.get((int) i) : null;
  }

  /** The numbers among which the item under that key is; null if there is more to it. */
  final NumberArray numbersWith(long key) {
    return mode == 0 && isNumber(key - 1) ? numbers : null;
  }

  /** As {@link #numbersWith}, to store a number. */
  final NumberArray numbersToChange(long key) {
    NumberArray found = numbersWith(key);
    return found != null && (metatable == null || found.has((int) key - 1)) ? found : null;
  }

  /** The slot of a key, {@link #ABSENT} if there is none, less if there is more to it. */
  final int slot(LuaString key) {
    if (mode != 0) {
      return ABSENT - 1;
    }
    return hashEntries == 0 ? ABSENT : findString(key);
  }

  /** The value of a key that may be in that slot; null if it is not, or nil, or more to it. */
  final LuaValue fieldAt(LuaString key, int slot) {
    LuaValue[] k = keys;
    return slot < k.length && k[slot] == key && mode == 0 ? values[slot] : null;
  }

  /** The key in a slot as it is kept; null if it is no string, or was one. */
  final LuaString nameAt(int slot) {
    return keys[slot] instanceof LuaString s ? s : null;
  }

  /** Replaces such a value by one that is not nil; false if there is none, or more to it. */
  final boolean replaceAt(LuaString key, int slot, LuaValue value) {
    LuaValue[] k = keys;
    boolean known = slot < k.length && k[slot] == key && mode == 0;
    if (!known || values[slot] == null || shared || value == NIL) {
      return false;
    }
    values[slot] = value;
    return true;
  }

  /** Replaces an array item by a value that is not nil; false if there is none, or more to it. */
  final boolean storeItem(long key, LuaValue value) {
    LuaValue[] a = items;
    long i = key - 1;
    if (mode != 0 || value == NIL) {
      return false;
    }
    if (i >= 0 && i < a.length) {
      if (metatable != null && a[(int) i] == null) {
        return false;
      }
      // A store into an old array costs the collector more than looking first.
      if (a[(int) i] != value) {
        a[(int) i] = value;
      }
      return true;
    }
    if (numbersToChange(key) == null) {
      return false;
    }
    setNumber((int) i, value);
    return true;
  }

  /** {@code t[key] = value} if that is all there is to it; false if it is not. */
  final boolean store(LuaValue key, LuaValue value) {
    if (metatable != null) {
      return false;
    }
    if (key instanceof LuaInteger n) {
      int i = n.v - 1;
      if (i >= 0 && i < items.length && mode == 0) {
        LuaValue stored = value == NIL ? null : value;
        if (items[i] != stored) {
          items[i] = stored;
        }
      } else {
        rawset(n.v, value);
      }
      return true;
    }
    if (key instanceof LuaString) {
      rawset(key, value);
      return true;
    }
    return false;
  }

  @Override
  protected final LuaValue hashget(LuaValue key) {
    return rawget(key);
  }

  @Override
  public final void rawset(int key, LuaValue value) {
    int i = key - 1;
    if (i >= 0 && i < items.length) {
      items[i] = stored(value);
      return;
    }
    if (isNumber(i)) {
      refuseIfFrozen();
      setNumber(i, value);
      return;
    }
    int slot = hashEntries == 0 ? -1 : findInteger(key);
    if (slot >= 0) {
      replace(slot, keys[slot], value);
    } else if (isNil(value)) {
      refuseIfFrozen();
    } else {
      insert(LuaInteger.valueOf(key), value);
    }
  }

  /** Stores an entry; the key must be neither nil nor NaN. */
  @Override
  public void rawset(LuaValue key, LuaValue value) {
    if (key instanceof LuaInteger n) {
      rawset(n.v, value);
      return;
    }
    if (key instanceof AliasedKey a && a.asKey() != key) {
      rawset(a.asKey(), value);
      return;
    }
    int slot = hashEntries == 0 ? -1 : key instanceof LuaString s ? findString(s) : find(key);
    if (slot >= 0) {
      replace(slot, key, value);
    } else if (isNil(value)) {
      refuseIfFrozen();
    } else {
      insert(key, value);
    }
  }

  /** Refuses every change from now on, also of the metatable; what values are may change. */
  public final void freeze() {
    mode |= FROZEN;
  }

  /** True once {@link #freeze} was called. */
  public final boolean isFrozen() {
    return (mode & FROZEN) != 0;
  }

  /** Notes a small number other than 0 for a library, which {@link #mark()} tells from then on. */
  public final void mark(int newMark) {
    mark = (byte) newMark;
  }

  /** What was noted last; 0 if nothing was. */
  public final int mark() {
    return mark;
  }

  private void refuseIfFrozen() {
    if (isFrozen()) {
      throw LuaRuntimeException.message("attempt to modify a frozen table");
    }
  }

  @Override
  public final void hashset(LuaValue key, LuaValue value) {
    rawset(key, value);
  }

  @Override
  public final int rawlen() {
    int size = size();
    if (size > 0 && !has(size)) {
      border = borderWithin(size);
      return border;
    }
    return hashEntries == 0 ? size : borderBeyond(size);
  }

  private int borderWithin(int size) {
    for (int near = Math.max(border - 1, 1); near <= border + 1 && near < size; near++) {
      if (has(near) && !has(near + 1)) {
        return near;
      }
    }
    return bisect(0, size);
  }

  private int bisect(int present, int absent) {
    int low = present;
    int high = absent;
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (!has(middle)) {
        high = middle;
      } else {
        low = middle;
      }
    }
    return low;
  }

  private int borderBeyond(int size) {
    int low = size;
    int high = size + 1;
    while (has(high)) {
      low = high;
      if (high > Integer.MAX_VALUE / 2) {
        return low;
      }
      high *= 2;
    }
    return bisect(low, high);
  }

  private boolean has(int key) {
    return isNumber(key - 1L) ? numbers.has(key - 1) : rawget(key) != NIL;
  }

  /** Whether an item is there, or was before it was collected. */
  private boolean hasItem(int i) {
    return numbers == null ? items[i] != null : numbers.has(i);
  }

  /** An item, in a box if it may be collected; null for nil. */
  private LuaValue itemAt(int i) {
    return numbers == null ? items[i] : numbers.get(i);
  }

  /**
   * The entry after that of {@code key}, the first one after NIL; NIL at the end.
   *
   * @throws LuaRuntimeException if the table never had the key
   */
  @Override
  public final Varargs next(LuaValue key) {
    for (int at = entryAfter(position(key) - 1); at >= 0; at = entryAfter(at)) {
      LuaValue k = isItem(at) ? LuaInteger.valueOf(at + 1) : keyAt(at);
      LuaValue value = valueAt(at);
      if (k != null && value != null) {
        return varargsOf(k, value);
      }
    }
    return NIL;
  }

  /** Where the next entry is after {@code at}, or after -1; -1 if there is none. */
  final int entryAfter(int at) {
    int size = size();
    int i = at + 1;
    while (i < size && !hasItem(i)) {
      i++;
    }
    if (i >= size) {
      int end = size + values.length;
      while (i < end && values[i - size] == null) {
        i++;
      }
    }
    Poll.bytes((long) i - at);
    return i < size + values.length ? i : -1;
  }

  /**
   * Where the entry after that of {@code key} is, which may be at {@code last}; -1 at the end, less
   * if {@link #next} has to be asked.
   */
  final int positionAfter(LuaValue key, int last) {
    if (mode != 0) {
      return CompiledIteration.OTHER;
    }
    int slot = last - size();
    if (slot >= 0 && slot < keys.length && keys[slot] == key) {
      return entryAfter(last);
    }
    if (key == NIL) {
      return entryAfter(-1);
    }
    if (key instanceof LuaInteger n && n.v > 0 && n.v <= size()) {
      return entryAfter(n.v - 1);
    }
    slot = hashEntries == 0 ? -1 : find(Indexing.plain(key));
    return slot < 0 ? CompiledIteration.OTHER : entryAfter(size() + slot);
  }

  /** Where the array item after that of {@code key} is, -1 if it is nil; less if there is more. */
  final int itemPosition(int key) {
    if (key < 0 || key >= size() || mode != 0) {
      return CompiledIteration.OTHER;
    }
    return hasItem(key) ? key : -1;
  }

  /** Whether the entry there is an array item: its key is {@code at + 1}. */
  final boolean isItem(int at) {
    return at < size();
  }

  /** The key of an entry that is no array item; null if it has been collected. */
  final LuaValue keyAt(int at) {
    return WeakBox.unwrap(keys[at - size()]);
  }

  /** The value of an entry; null if it has been collected. */
  final LuaValue valueAt(int at) {
    int size = size();
    return WeakBox.unwrap(at < size ? itemAt(at) : values[at - size]);
  }

  /** Where to go on behind a key, the items counted before the slots. */
  private int position(LuaValue key) {
    if (key == NIL) {
      return 0;
    }
    LuaValue k = Indexing.plain(key);
    if (k instanceof LuaInteger n && n.v > 0 && n.v <= size()) {
      return n.v;
    }
    int slot = hashEntries == 0 ? -1 : find(k);
    if (slot < 0) {
      throw LuaRuntimeException.value(LuaString.valueOf("invalid key to 'next'"));
    }
    return size() + slot + 1;
  }

  @Override
  public final LuaValue getmetatable() {
    return metatable;
  }

  @Override
  public LuaValue setmetatable(LuaValue newMetatable) {
    refuseIfFrozen();
    LuaTable next = newMetatable instanceof LuaTable t ? t : null;
    int weakness = 0;
    if (next != null && next.rawget(MODE) instanceof LuaString s) {
      weakness |= s.indexOf((byte) 'k', 0) >= 0 ? WEAK_KEYS : 0;
      weakness |= s.indexOf((byte) 'v', 0) >= 0 ? WEAK_VALUES : 0;
    }
    if (weakness != mode) {
      resize(size(), hashEntries, keyed, weakness);
    }
    metatable = next;
    return this;
  }

  /** Not supported: {@code table.sort} does not use it. */
  @Override
  public final void sort(LuaValue comparator) {
    throw new UnsupportedOperationException("sort");
  }

  private LuaValue at(int slot) {
    return slot < 0 ? NIL : valueOrNil(values[slot]);
  }

  private LuaValue valueOrNil(LuaValue v) {
    LuaValue value = mode == 0 ? v : WeakBox.unwrap(v);
    return value == null ? NIL : value;
  }

  private static boolean isNil(LuaValue value) {
    return value == NIL || value == NONE;
  }

  private LuaValue stored(LuaValue value) {
    if (mode != 0) {
      refuseIfFrozen();
    }
    if (isNil(value)) {
      return null;
    }
    return (mode & WEAK_VALUES) == 0 ? value : WeakBox.wrap(value);
  }

  private int findString(LuaString key) {
    LuaValue[] k = keys;
    int mask = k.length - 1;
    int hash = keyed ? KeyHash.of(key) : key.hashCode();
    for (int i = (hash * SPREAD) >>> shift; ; i = (i + 1) & mask) {
      LuaValue candidate = k[i];
      if (candidate == key) {
        return i;
      }
      if (candidate == null) {
        return -1;
      }
      if (candidate instanceof LuaString s ? Bytes.equal(s, key) : isRemoved(candidate, key)) {
        return i;
      }
    }
  }

  private static boolean isRemoved(LuaValue candidate, LuaString key) {
    return candidate instanceof WeakBox && candidate.raweq(key);
  }

  private int findInteger(int key) {
    LuaValue[] k = keys;
    int mask = k.length - 1;
    int hash = keyed ? KeyHash.of(key) : key;
    for (int i = (hash * SPREAD) >>> shift; k[i] != null; i = (i + 1) & mask) {
      if (k[i] instanceof LuaInteger n && n.v == key) {
        return i;
      }
    }
    return -1;
  }

  private int find(LuaValue key) {
    LuaValue[] k = keys;
    int mask = k.length - 1;
    for (int i = (hash(key) * SPREAD) >>> shift; k[i] != null; i = (i + 1) & mask) {
      if (k[i] == key || k[i].raweq(key)) {
        return i;
      }
    }
    return -1;
  }

  private int hash(LuaValue key) {
    return keyed ? KeyHash.of(key) : plainHash(key);
  }

  /** The hash of a key that comes with it: fast, and known to whoever makes up keys. */
  private static int plainHash(LuaValue key) {
    if (key instanceof LuaInteger n) {
      return n.v;
    }
    return key instanceof LuaDouble d ? Double.hashCode(d.todouble()) * 31 : key.hashCode();
  }

  /** A key that loses its value is no longer held, but still has its place. */
  private void replace(int slot, LuaValue key, LuaValue value) {
    refuseIfFrozen();
    if (shared) {
      unshare();
    }
    LuaValue stored = stored(value);
    if (stored == null) {
      keys[slot] = WeakBox.ofRemoved(keys[slot]);
    } else if (values[slot] == null && keys[slot] instanceof WeakBox) {
      keys[slot] = kept(key);
    }
    values[slot] = stored;
  }

  private LuaValue kept(LuaValue key) {
    return (mode & WEAK_KEYS) == 0 ? key : WeakBox.wrap(key);
  }

  /** Adds a key that the table does not have. */
  private void insert(LuaValue key, LuaValue value) {
    refuseIfFrozen();
    if (hashEntries >= keys.length - (keys.length >> 2)) {
      rehash(key);
      rawset(key, value);
      return;
    }
    if (shared) {
      unshare();
    }
    int mask = keys.length - 1;
    int first = (hash(key) * SPREAD) >>> shift;
    int i = first;
    while (keys[i] != null) {
      i = (i + 1) & mask;
    }
    keys[i] = kept(key);
    values[i] = stored(value);
    hashEntries++;
    if (((i - first) & mask) > MAX_PROBES && !keyed) {
      resize(size(), hashEntries, true, mode);
    }
  }

  /** Makes room for a new key, which may make the array part grow or shrink. */
  private void rehash(LuaValue newKey) {
    int arraySize = size();
    int room = 0;
    if (newKey instanceof LuaInteger n
        && n.v > 0
        && (arraySize >> 2 <= keys.length || n.v <= 2L * arraySize)) {
      arraySize = Math.min(bestSize(n.v), MAX_ARRAY);
      // So that a table does not count its items again and again.
      room = arraySize == size() ? arraySize >> 4 : 0;
    }
    int live = isItem(newKey, arraySize) ? 0 : 1;
    for (int i = 0; i < keys.length; i++) {
      pollInLargeTables(i);
      live += values[i] == null || isItem(keys[i], arraySize) ? 0 : 1;
    }
    resize(arraySize, Math.max(live + (live >> 2), room));
  }

  private int bestSize(int newKey) {
    ArraySize best = new ArraySize();
    best.add(newKey);
    best.add(numbers, items);
    for (int i = 0; i < keys.length; i++) {
      if (values[i] != null && keys[i] instanceof LuaInteger n && n.v > 0) {
        best.add(n.v);
      }
    }
    return best.best();
  }

  /** Shows what counts as held by this table: what it refers to strongly. */
  final void trace(Footprint footprint) {
    footprint.add(MemoryQuota.TABLE);
    LuaValue metatable = getmetatable();
    if (metatable != null) {
      footprint.accept(metatable);
    }
    footprint.acceptAll(items);
    footprint.accept(numbers);
    footprint.acceptAll(keys);
    footprint.acceptAll(values);
  }

  private static boolean isItem(LuaValue key, int arraySize) {
    return key instanceof LuaInteger n && n.v > 0 && n.v <= arraySize;
  }

  private void resize(int arraySize, int hashSize) {
    resize(arraySize, hashSize, keyed, mode);
  }

  private void resize(int arraySize, int hashSize, boolean newKeyed, int newMode) {
    MemoryQuota.chargeSlots(arraySize - size(), capacity(hashSize) - keys.length);
    LuaValue[] oldItems = items;
    NumberArray oldNumbers = numbers;
    LuaValue[] oldKeys = keys;
    LuaValue[] oldValues = values;
    int oldUsed = hashEntries;
    int oldShift = shift;
    boolean oldShared = shared;
    boolean oldKeyed = keyed;
    int oldMode = mode;
    try {
      keyed = newKeyed;
      mode = newMode;
      move(arraySize, hashSize);
    } catch (RuntimeException e) {
      // The run is stopped, and the host may look at its tables.
      items = oldItems;
      numbers = oldNumbers;
      keys = oldKeys;
      values = oldValues;
      hashEntries = oldUsed;
      shift = oldShift;
      shared = oldShared;
      keyed = oldKeyed;
      mode = oldMode;
      throw e;
    }
  }

  private void move(int arraySize, int hashSize) {
    LuaValue[] oldItems = items;
    NumberArray oldNumbers = numbers;
    int oldSize = size();
    LuaValue[] oldKeys = keys;
    LuaValue[] oldValues = values;
    int moving = 0;
    for (int i = arraySize; i < oldSize; i++) {
      moving += hasItem(i) ? 1 : 0;
    }
    allocate(hashSize + moving);
    moveItems(arraySize);
    for (int i = arraySize; i < oldSize; i++) {
      pollInLargeTables(i);
      restore(LuaInteger.valueOf(i + 1), oldNumbers == null ? oldItems[i] : oldNumbers.get(i));
    }
    for (int i = 0; i < oldKeys.length; i++) {
      pollInLargeTables(i);
      restore(WeakBox.unwrap(oldKeys[i]), oldValues[i]);
    }
  }

  /** Makes the array part shorter or longer, with what there is room for. */
  private void moveItems(int arraySize) {
    boolean isWeak = (mode & (WEAK_KEYS | WEAK_VALUES)) != 0;
    LuaValue[] old = isWeak && numbers != null ? numbers.unpacked() : items;
    numbers = isWeak ? null : movedNumbers(arraySize);
    items = numbers != null || arraySize == 0 ? EMPTY : Arrays.copyOf(old, arraySize);
    for (int i = 0; i < Math.min(items.length, old.length); i++) {
      pollInLargeTables(i);
      if (mode != 0 || old[i] instanceof WeakBox) {
        LuaValue v = WeakBox.unwrap(old[i]);
        items[i] = v == null ? null : stored(v);
      }
    }
  }

  /** The array part of that size as numbers; whether it has only such is tried once. */
  private NumberArray movedNumbers(int arraySize) {
    if (numbers != null) {
      return arraySize == 0 ? null : numbers.resized(arraySize);
    }
    boolean grows = arraySize >= MIN_NUMBERS && items.length < MIN_NUMBERS;
    return grows ? NumberArray.of(items, arraySize) : null;
  }

  static void pollInLargeTables(int i) {
    if ((i & SLOTS_PER_POLL) == SLOTS_PER_POLL) {
      Poll.check();
    }
  }

  private void restore(LuaValue key, LuaValue value) {
    LuaValue v = WeakBox.unwrap(value);
    if (key != null && v != null) {
      rawset(key, v);
    }
  }

  private static int capacity(int entries) {
    int capacity = MIN_CAPACITY;
    while (capacity - (capacity >> 2) < entries) {
      capacity <<= 1;
    }
    return capacity;
  }

  private void allocate(int entries) {
    int capacity = capacity(entries);
    hashEntries = 0;
    shared = false;
    keys = entries == 0 ? EMPTY : new LuaValue[capacity];
    values = entries == 0 ? EMPTY : new LuaValue[capacity];
    shift = 32 - Integer.numberOfTrailingZeros(capacity);
  }
}
