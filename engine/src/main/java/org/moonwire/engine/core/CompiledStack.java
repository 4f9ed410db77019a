package org.moonwire.engine.core;

import java.util.ArrayDeque;

/**
 * The calls of one task that run compiled, on the Java stack: hidden while they run, a list of
 * frames once something has happened that only the interpreter can do. Realm thread only.
 */
final class CompiledStack {
  /**
   * How many bytes of the Java stack compiled calls may take, by a guess that is high: there is
   * never more than one such stretch on a thread, and always on top.
   */
  static final int ROOM = 64 << 10;

  /**
   * Added to what is left to a call that returns to the host: it leaves before it returns an error,
   * whose place is to be known. Costs of calls are even, so that this bit stays as it is.
   */
  static final int TO_HOST = 1;

  /** No call takes less: so many fit in. */
  static final int MIN_COST = 128;

  /** True while compiled calls are in progress that no frame tells of. */
  private boolean hidden;

  /** How many instructions have been carried out since one was last forced to leave. */
  private int unforced;

  /** The innermost of the frames that have been saved; null if none. */
  private Frame first;

  private Frame last;
  private int count;

  /** What the Java function that is being called may take of the Java stack to call back. */
  private int lent;

  /** How many functions of Java among the hidden calls have called back. */
  private int callingBack;

  /** Those that do not go on as they were, the outermost last; null until there is one. */
  private ArrayDeque<LeftCallback> left;

  boolean isForced(int every) {
    unforced = unforced < every - 1 ? unforced + 1 : 0;
    return unforced == 0;
  }

  void hide() {
    hidden = true;
  }

  void show() {
    hidden = false;
  }

  /**
   * Called before frames are looked at.
   *
   * @throws HiddenFramesException if they do not tell all
   */
  void check() {
    if (hidden) {
      throw new HiddenFramesException(false);
    }
  }

  boolean isHidden() {
    return hidden;
  }

  /** Lends so much of the Java stack to the leaf that is called next. */
  void lend(int room) {
    lent = room;
  }

  int lent() {
    return lent;
  }

  int callingBack() {
    return callingBack;
  }

  /** A leaf calls back, or its call has ended. */
  void callBack(int calls) {
    callingBack += calls;
  }

  /** A leaf cannot go on as it is: the frames that have been saved are above it. */
  void leave(CallingBack leaf, boolean isCalling) {
    if (left == null) {
      left = new ArrayDeque<>();
    }
    left.addLast(new LeftCallback(leaf, isCalling, first, last, count));
    clear();
  }

  /** The outermost leaf that is left to go on; null if there is none. */
  LeftCallback nextLeft() {
    return left == null ? null : left.pollLast();
  }

  boolean hasLeft() {
    return left != null && !left.isEmpty();
  }

  /** Forgets what was above one that has ended. */
  void dropLeft() {
    left.clear();
  }

  /** Adds the frame of the call that made the call added before. */
  Frame add(Frame f) {
    if (last == null) {
      first = f;
    } else {
      last.previous = f;
    }
    last = f;
    count++;
    return f;
  }

  /** The call added last has taken the place of the one that made it. */
  void markTailCall() {
    if (last != null) {
      last.tailCalled = true;
    }
  }

  /** Puts the saved frames on top of the running coroutine. */
  void attach(Task task) {
    hidden = false;
    callingBack = 0;
    attach(task, first, last, count);
    clear();
  }

  static void attach(Task task, Frame first, Frame last, int count) {
    if (last != null) {
      Coroutine co = task.current;
      last.previous = co.top;
      co.top = first;
      co.depth += count;
    }
  }

  private void clear() {
    first = null;
    last = null;
    count = 0;
  }
}
