package org.moonwire.engine.lib;

import java.util.SplittableRandom;

/**
 * What the standard libraries remember of one realm: the random generator and the settings of
 * {@code collectgarbage}. Used by the realm's thread of execution only.
 */
public final class LibraryState {
  private static final int DEFAULT_PAUSE = 200;
  private static final int DEFAULT_STEP_MULTIPLIER = 200;

  /** How many files {@code os.tmpname} makes for one realm. */
  private static final int MAX_FILE_NAMES = 1000;

  private SplittableRandom random = new SplittableRandom();
  private boolean collecting = true;
  private int steps;
  private int fileNames;
  private int pause = DEFAULT_PAUSE;
  private int stepMultiplier = DEFAULT_STEP_MULTIPLIER;
  private String mode = "incremental";

  /** Counts a name of a temporary file; false if the realm has had all it may have. */
  boolean mayNameFile() {
    return fileNames++ < MAX_FILE_NAMES;
  }

  /** A random number in [0, 1). */
  double nextRandom() {
    return random.nextDouble();
  }

  void seed(long seed) {
    random = new SplittableRandom(seed);
  }

  boolean isCollecting() {
    return collecting;
  }

  void setCollecting(boolean collecting) {
    this.collecting = collecting;
  }

  /** Adds to the steps made; true when they reach {@code cycle}, and begins anew. */
  boolean stepTo(int kilobytes, int cycle) {
    steps += Math.min(kilobytes, cycle);
    boolean complete = steps >= cycle;
    steps = complete ? 0 : steps;
    return complete;
  }

  /** Sets the pause and gives the former one. */
  int setPause(int percent) {
    int former = pause;
    pause = percent;
    return former;
  }

  /** Sets the mode of the collector, which level 5.4 asks for, and gives the former one. */
  String setMode(String name) {
    String former = mode;
    mode = name;
    return former;
  }

  /** Sets the step multiplier and gives the former one. */
  int setStepMultiplier(int percent) {
    int former = stepMultiplier;
    stepMultiplier = percent;
    return former;
  }
}
