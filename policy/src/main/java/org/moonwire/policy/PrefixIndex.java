package org.moonwire.policy;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.SortedMap;

/**
 * Finds policies by texts that a given text begins with. A search is binary, then walks from the
 * longest such text to the shorter ones inside it.
 */
final class PrefixIndex {
  private static final int NONE = -1;

  private final String[] prefixes;
  private final Candidate[][] candidates;
  // Where the longest other prefix stands that this one begins with.
  private final int[] parents;

  PrefixIndex(SortedMap<String, ? extends Collection<Candidate>> entries) {
    prefixes = entries.keySet().toArray(String[]::new);
    candidates =
        entries.values().stream()
            .map(list -> list.toArray(Candidate[]::new))
            .toArray(Candidate[][]::new);
    parents = new int[prefixes.length];
    Deque<Integer> open = new ArrayDeque<>();
    for (int i = 0; i < prefixes.length; i++) {
      while (!open.isEmpty() && !prefixes[i].startsWith(prefixes[open.peek()])) {
        open.pop();
      }
      parents[i] = open.isEmpty() ? NONE : open.peek();
      open.push(i);
    }
  }

  /** Returns whether a policy whose prefix the text begins with decides about the request. */
  boolean any(String text, Request request) throws EvaluationException {
    int found = Arrays.binarySearch(prefixes, text);
    // What stands between a prefix of the text and the text begins with that prefix too.
    for (int i = found < 0 ? -found - 2 : found; i != NONE; i = parents[i]) {
      if (text.startsWith(prefixes[i]) && Candidate.any(candidates[i], request)) {
        return true;
      }
    }
    return false;
  }
}
