package org.moonwire.engine.core;

/**
 * What a task does at the moment. It begins as {@link #NEW} and ends as {@link #DONE}; in between
 * it runs and waits in turns.
 */
enum TaskState {
  /** Nothing of it has run yet. */
  NEW,

  /** A carrier runs it. */
  RUNNING,

  /** It waits to be woken, or was woken and waits for a carrier. */
  WAITING,

  /** It has ended, or was ended from outside while it was in any other state. */
  DONE;

  /** Whether a task may go from this state to {@code next}. */
  boolean mayBecome(TaskState next) {
    return switch (next) {
      case NEW -> false;
      case RUNNING -> this == NEW || this == WAITING;
      case WAITING -> this == RUNNING;
      case DONE -> true;
    };
  }
}
