package org.moonwire.engine.core;

/**
 * Thrown where Java code looks at the calls in progress, or at all that a script holds, while they
 * are on the Java stack: they become frames, and the interpreter carries out the instruction again.
 * It comes before that has changed anything, for only {@linkplain Builtin#leaf leaves} are called
 * from compiled code.
 */
public final class HiddenFramesException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** True if the memory in use is to be counted, which is rare and says nothing about the code. */
  final boolean isForMemory;

  HiddenFramesException(boolean isForMemory) {
    super("calls on the Java stack", null, false, false);
    this.isForMemory = isForMemory;
  }
}
