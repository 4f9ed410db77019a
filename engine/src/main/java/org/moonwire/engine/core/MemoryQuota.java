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
  static final int TASK = 2000;
  private static final int FRAME = 256;
  private static final int SLACK = 8;
  private static final long FIRST = 1 << 20;

  private long left = FIRST;
  private int knownDepth;

  /** Counts {@code bytes} that the running script is about to allocate. */
  static void charge(long bytes) {
    Task task = Task.current();
    if (task != null && task.limited) {
      task.realm.budget.spend(task, bytes);
    }
  }

  /** Counts the growth of a table. */
  static void chargeSlots(int items, int entries) {
    long bytes = (long) ITEM * Math.max(items, 0) + (long) ENTRY * Math.max(entries, 0);
    if (bytes > 0) {
      charge(bytes);
    }
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
    long live = asked > limit ? limit : Footprint.of(task, limit);
    if (live > limit - asked) {
      left = 0;
      throw LuaRuntimeException.message("not enough memory");
    }
    left = Math.max(limit - live, limit / SLACK) - asked;
  }
}
