package org.moonwire.policy;

/** Writes decisions to the flight recorder, where the JVM has one. */
final class DecisionRecording {
  private static final boolean AVAILABLE = isAvailable();

  private DecisionRecording() {}

  private static boolean isAvailable() {
    try {
      Class.forName("jdk.jfr.Event", false, DecisionRecording.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  static boolean isOn() {
    return AVAILABLE && DecisionEvent.isOn();
  }

  static void record(Verdict verdict) {
    if (isOn()) {
      DecisionEvent.commit(verdict);
    }
  }
}
