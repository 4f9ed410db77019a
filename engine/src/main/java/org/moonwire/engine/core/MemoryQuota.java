package org.moonwire.engine.core;

/**
 * Keeps what the scripts of one realm hold within the limit of the run that allocates. What is
 * allocated is counted roughly and cheaply; only when the count is used up does a look at all that
 * is reachable tell how much of it is still held. Garbage is given back that way. Realm thread
 * only.
 */
final class MemoryQuota {
  /** What one item of a table stands for, and one entry: room, and a short string or number. */
  private static final int ITEM = 32;

  private static final int ENTRY = 64;
  static final int TABLE = 72;
  static final int CLOSURE = 64;
  static final int UPVALUE = 56;
  static final int COROUTINE = 640;
  static final int TASK = 490;
  private static final int FRAME = 256;

  /** Which part of the limit may be allocated between two looks, whatever is held. */
  private static final int SLACK = 8;

  /** How much may be allocated before the first look, or an eighth of the limit. */
  private static final long FIRST = 1 << 20;

  /**
   * How much of what functions are compiled to there may be beside the limit, or a quarter of that:
   * a script fails no sooner for being fast.
   */
  private static final long COMPILED = 4 << 20;

  private static final int COMPILED_PART = 4;

  /** What is held at most: what the last look has found, and what was allocated since. */
  private long used;

  /** Nothing is known of what is held, because runs without a limit do not count. */
  private boolean unknown = true;

  /** Nothing that a look itself makes counts. */
  private boolean looking;

  /** What the module function in progress has put together, which no script has yet. */
  private long building;

  private int knownDepth;

  /** What compiled functions take at most, as {@link #used}. */
  private long compiled;

  /** Counts {@code bytes} that the running script is about to allocate. */
  static void charge(long bytes) {
    charge(Task.current(), bytes);
  }

  /** As above, for a task that is known; null for none. */
  private static void charge(Task task, long bytes) {
    if (task != null && task.memory != Limits.NONE) {
      task.realm.quota.spend(task, bytes);
    }
  }

  /** Counts the growth of a table. */
  static void chargeSlots(int items, int entries) {
    if (items > 0 || entries > 0) {
      chargeSlots(Task.current(), items, entries);
    }
  }

  /** As above, for a task that is known; null for none. */
  static void chargeSlots(Task task, int items, int entries) {
    charge(task, (long) ITEM * Math.max(items, 0) + (long) ENTRY * Math.max(entries, 0));
  }

  /** Begins a call in which Java code may put things together; to be given to {@link #built}. */
  long build() {
    long outer = building;
    building = 0;
    return outer;
  }

  /** Ends such a call. */
  void built(long outer) {
    building = outer;
  }

  /** Counts a part of something that is being put together and that no look can see yet. */
  void spendBuilding(Task task, long bytes) {
    building += bytes;
    spend(task, bytes);
  }

  /** A task begins whose run has this limit. */
  void begin(long limit) {
    if (limit == Limits.NONE) {
      unknown = true;
    } else if (unknown) {
      unknown = false;
      used = Math.max(used, limit - Math.min(FIRST, limit / SLACK));
    }
  }

  void spend(Task task, long bytes) {
    used += bytes;
    if (used > task.memory) {
      look(task, bytes);
    }
  }

  /** Counts calls: most come and go, but many may be in progress. */
  void spendDepth(Task task) {
    long bytes = bytesDeeper(task);
    if (bytes > 0) {
      spend(task, bytes);
    }
    knownDepth = task.current.depth;
  }

  /** Whether that will look at what is held. */
  boolean isLookDue(Task task) {
    long bytes = bytesDeeper(task);
    return bytes > 0 && task.memory != Limits.NONE && used + bytes > task.memory;
  }

  private long bytesDeeper(Task task) {
    return (long) FRAME * (task.current.depth - knownDepth);
  }

  /** Whether another function may be compiled. */
  boolean mayCompile(Task task) {
    return task.memory == Limits.NONE || compiled < Math.max(COMPILED, task.memory / COMPILED_PART);
  }

  /** A function has been compiled to so many bytes. */
  void addCompiled(long bytes) {
    compiled += bytes;
  }

  private void look(Task task, long asked) {
    if (looking) {
      return;
    }
    long limit = task.memory;
    if (asked <= limit && task.compiledCalls.isHidden()) {
      used -= asked;
      throw new HiddenFramesException(true);
    }
    long live = limit;
    looking = true;
    try {
      if (asked <= limit) {
        Footprint held = Footprint.of(task, limit);
        live = held.bytes() + building;
        compiled = held.compiledBytes();
      }
    } finally {
      looking = false;
    }
    if (live > limit - asked) {
      used -= asked;
      throw LuaRuntimeException.outOfMemory();
    }
    used = Math.min(live, limit - limit / SLACK) + asked;
  }
}
