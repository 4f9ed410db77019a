package org.moonwire.engine.core;

/** Makes compiled code of functions. Thread-safe. */
public interface CodeGenerator {
  /** Makes nothing. */
  CodeGenerator NONE = (program, frame) -> null;

  /**
   * The compiled form of a function from its beginning or, if {@code frame} is given, of what
   * follows the loop head that a call of it has come to; null if it must not be compiled.
   */
  CompiledCode compile(Program program, Frame frame);

  /** Whether there is any use in asking. */
  default boolean isOn() {
    return this != NONE;
  }

  /**
   * Asked whenever something is hot: false while too little was, in all of the JVM, for the time
   * that it takes to load the compiler itself.
   */
  default boolean isWorthLoading() {
    return true;
  }

  /** So many calls of a function are interpreted before it is compiled. */
  default int callsUntilHot() {
    return Integer.MAX_VALUE;
  }

  /**
   * How often compiled code of one function may leave for what only the interpreter can do before
   * it is given up; every second time is forgotten at each poll.
   */
  default int maxExits() {
    return 0;
  }
}
