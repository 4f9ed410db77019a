package org.moonwire.policy;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds what was probably meant by a word that means nothing. */
final class Spelling {
  private static final int MAX_LENGTH = 60;

  private Spelling() {}

  /**
   * Returns {@code ; did you mean `x`?} for the closest word, or an empty text if none is close.
   */
  static String hint(String word, Collection<String> known) {
    return closest(word, known).map(meant -> "; did you mean `" + meant + "`?").orElse("");
  }

  /**
   * Returns the word that needs the fewest letters changed, added, dropped or swapped with their
   * neighbour, if a slip of the hand is that large: one letter, in long words two.
   */
  static Optional<String> closest(String word, Collection<String> known) {
    int best = allowed(word) + 1;
    String found = null;
    for (String candidate : known) {
      int distance = word.length() > MAX_LENGTH ? best : distance(word, candidate);
      if (distance < best) {
        best = distance;
        found = candidate;
      }
    }
    return Optional.ofNullable(found);
  }

  private static int allowed(String word) {
    return word.length() < 7 ? 1 : 2;
  }

  /** The optimal string alignment distance, in which capital letters are the same letters. */
  private static int distance(String left, String right) {
    String a = left.toLowerCase(Locale.ROOT);
    String b = right.toLowerCase(Locale.ROOT);
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        d[i][j] = i == 0 || j == 0 ? i + j : step(d, a, b, i, j);
      }
    }
    return d[a.length()][b.length()];
  }

  private static int step(int[][] d, String a, String b, int i, int j) {
    int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
    int best = Math.min(d[i - 1][j - 1] + change, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(best, d[i - 2][j - 2] + 1) : best;
  }
}
