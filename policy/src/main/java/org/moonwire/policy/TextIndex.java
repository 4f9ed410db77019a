package org.moonwire.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Finds policies by patterns for one text: by how they begin, else by how they end. */
final class TextIndex {
  private final PrefixIndex beginnings;
  private final PrefixIndex endings;
  private final boolean hasEndings;
  private final Candidate[] others;

  private TextIndex(Builder builder) {
    beginnings = new PrefixIndex(builder.beginnings);
    endings = new PrefixIndex(builder.endings);
    hasEndings = !builder.endings.isEmpty();
    others = builder.others.toArray(Candidate[]::new);
  }

  /** Returns whether a policy whose pattern may fit the text decides about the request. */
  boolean any(String text, Request request) throws EvaluationException {
    return beginnings.any(text, request)
        || (hasEndings && anyByEnding(text, request))
        || Candidate.any(others, request);
  }

  private boolean anyByEnding(String text, Request request) throws EvaluationException {
    request.meter().work(text.length());
    return endings.any(reversed(text), request);
  }

  /** Not that of StringBuilder, which keeps surrogate pairs together. */
  private static String reversed(String text) {
    char[] chars = new char[text.length()];
    for (int i = 0; i < chars.length; i++) {
      chars[i] = text.charAt(chars.length - 1 - i);
    }
    return new String(chars);
  }

  /** Collects the patterns. */
  static final class Builder {
    private final TreeMap<String, List<Candidate>> beginnings = new TreeMap<>();
    private final TreeMap<String, List<Candidate>> endings = new TreeMap<>();
    private final List<Candidate> others = new ArrayList<>();

    void add(TextPattern pattern, Candidate candidate) {
      if (!pattern.beginning().isEmpty() || pattern.isLiteral()) {
        addBeginning(pattern.beginning(), candidate);
      } else if (!pattern.ending().isEmpty()) {
        put(endings, reversed(pattern.ending()), candidate);
      } else {
        others.add(candidate);
      }
    }

    void addBeginning(String text, Candidate candidate) {
      put(beginnings, text, candidate);
    }

    private static void put(Map<String, List<Candidate>> map, String key, Candidate candidate) {
      map.computeIfAbsent(key, unused -> new ArrayList<>()).add(candidate);
    }

    TextIndex build() {
      return new TextIndex(this);
    }
  }
}
