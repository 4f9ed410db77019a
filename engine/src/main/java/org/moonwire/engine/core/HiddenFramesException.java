package org.moonwire.engine.core;

/**
 * Thrown where Java code looks at the calls in progress while they are on the Java stack: they
 * become frames, and the interpreter makes the call again. It comes before that call has changed
 * anything, for only {@linkplain Builtin#leaf leaves} are called from compiled code.
 */
final class HiddenFramesException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  HiddenFramesException() {
    super("calls on the Java stack", null, false, false);
  }
}
