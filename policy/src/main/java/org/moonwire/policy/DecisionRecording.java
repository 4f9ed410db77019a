package org.moonwire.policy;

import jdk.jfr.FlightRecorder;

/**
 * Writes decisions to the flight recorder, where the JVM has one and somebody records. Until
 * somebody does, the class of the event is not touched: it makes the JVM start the recorder.
 */
final class DecisionRecording {
  private static final boolean AVAILABLE = isAvailable();

  private DecisionRecording() {}

  private static boolean isAvailable() {
    try {
      Class.forName("jdk.jfr.FlightRecorder", false, DecisionRecording.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  static boolean isOn() {
    return AVAILABLE && FlightRecorder.isInitialized() && DecisionEvent.isOn();
  }

  static void record(Verdict verdict) {
    if (isOn()) {
      DecisionEvent.commit(verdict);
    }
  }
}
