package org.moonwire.engine.recording;

import jdk.jfr.FlightRecorder;

/**
 * Writes runs, and functions that are not compiled, to the flight recorder, where the JVM has one
 * and somebody records. Until somebody does, the classes of the events are not touched: the first
 * makes the JVM start the recorder. Thread-safe.
 */
public final class EngineFlightRecording {
  private static final boolean AVAILABLE = isAvailable();

  private EngineFlightRecording() {}

  private static boolean isAvailable() {
    try {
      Class.forName("jdk.jfr.FlightRecorder", false, EngineFlightRecording.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  private static boolean isRecorderUp() {
    return AVAILABLE && FlightRecorder.isInitialized();
  }

  /** The beginning of a run, for {@link #runEnded}; null if nobody records. */
  public static Object runBegins() {
    return isRecorderUp() ? RunEvent.begun() : null;
  }

  /**
   * The end of a run.
   *
   * @param begun what {@link #runBegins} has returned, not null
   * @param name the chunk or function
   * @param kind one of {@code ErrorKind}, null if the run has returned
   * @param tasksLeft how many tasks go on, 0 or more
   */
  public static void runEnded(Object begun, String name, String kind, int tasksLeft) {
    RunEvent.commit(begun, name, kind, tasksLeft);
  }

  /** True if somebody wants to know what is not compiled. */
  public static boolean wantsNotCompiled() {
    return isRecorderUp() && NotCompiledEvent.isOn();
  }

  /** A function that goes on interpreted; {@code line} is from 1, or 0 for a whole chunk. */
  public static void notCompiled(String chunk, int line, String reason) {
    NotCompiledEvent.commit(chunk, line, reason);
  }
}
