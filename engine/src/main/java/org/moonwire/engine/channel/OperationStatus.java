package org.moonwire.engine.channel;

/** How an operation on channels began. */
public enum OperationStatus {
  /**
   * Done at once. The waiter has the outcome; its {@link Waiter#partner}, if any, must be woken by
   * the caller.
   */
  DONE,
  /** The waiter is queued and will be woken. */
  PENDING,
  /** Nothing was ready and the operation was not to wait. */
  NOT_READY,
  /** A send met a closed channel. */
  CLOSED
}
