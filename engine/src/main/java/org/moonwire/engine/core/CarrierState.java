package org.moonwire.engine.core;

/** Where the thread of a carrier is, seen from the realm whose tasks it runs. */
enum CarrierState {
  /** It runs a task, or looks for one. */
  FREE,

  /** In a host call, for which it has unlocked the realm. */
  IN_HOST_CALL,

  /** Below another run of the realm, which Java code that its task called has started. */
  BELOW_RUN,

  /** Below another run of the realm, which a host call has started that had unlocked the realm. */
  IN_HOST_CALL_BELOW_RUN,

  /** Kept by a task that waits with Java code below it. */
  PARKED;

  /** True if the thread can run nothing else until what it is in has ended. */
  boolean isBlocked() {
    return this == BELOW_RUN || this == IN_HOST_CALL_BELOW_RUN || this == PARKED;
  }

  /** True if others may run Lua although this carrier has the lock. */
  boolean isInHostCall() {
    return this == IN_HOST_CALL || this == IN_HOST_CALL_BELOW_RUN;
  }

  /** Whether a carrier may go from this state to {@code next}. */
  boolean mayBecome(CarrierState next) {
    return switch (this) {
      case FREE -> next == IN_HOST_CALL || next == BELOW_RUN || next == PARKED;
      case IN_HOST_CALL -> next == FREE || next == IN_HOST_CALL_BELOW_RUN || next == PARKED;
      case BELOW_RUN -> next == FREE;
      case PARKED -> next == FREE || next == IN_HOST_CALL;
      case IN_HOST_CALL_BELOW_RUN -> next == IN_HOST_CALL;
    };
  }
}
