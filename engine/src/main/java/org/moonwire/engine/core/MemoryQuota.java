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
  static final int TASK = 700;
  private static final int FRAME = 256;
  private static final int SLACK = 8;
  private static final long FIRST = 1 << 20;

  private long left = FIRST;

  /** What the module function in progress has put together, which no script has yet. */
  private long building;

  private int knownDepth;

  /** Counts {@code bytes} that the running script is about to allocate. */
  static void charge(long bytes) {
    Task task = Task.current();
    if (task != null && task.limited) {
      task.realm.quota.spend(task, bytes);
    }
  }

  /** Counts the growth of a table. */
  static void chargeSlots(int items, int entries) {
    long bytes = (long) ITEM * Math.max(items, 0) + (long) ENTRY * Math.max(entries, 0);
    if (bytes > 0) {
      charge(bytes);
    }
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

  void spend(Task task, long bytes) {
    left -= bytes;
    if (left < 0) {
      look(task, bytes);
    }
  }

  /** Counts calls: most come and go, but many may be in progress. */
  void spendDepth(Task task) {
    int depth = task.current.depth;
    if (depth > knownDepth) {
      spend(task, (long) FRAME * (depth - knownDepth));
    }
    knownDepth = depth;
  }

  private void look(Task task, long asked) {
    long limit = task.run.limits().memory();
    // Nothing that the look itself makes counts.
    left = Long.MAX_VALUE;
    long live = limit;
    try {
      live = asked > limit ? limit : Footprint.of(task, limit) + building;
    } finally {
      left = 0;
    }
    if (live > limit - asked) {
      left = 0;
      throw LuaRuntimeException.message("not enough memory");
    }
    left = Math.max(limit - live, limit / SLACK) - asked;
  }
}
