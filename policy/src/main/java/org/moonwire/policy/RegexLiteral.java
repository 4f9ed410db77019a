package org.moonwire.policy;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;

/**
 * A regular expression that a policy contains. Searching takes linear time, but counted repetitions
 * inside one another grow while compiling, so their product is bounded first.
 */
final class RegexLiteral {
  private static final int MAX_LENGTH = 1000;
  private static final int MAX_SIZE = 10_000;
  private static final long MAX_STEPS = 10_000_000;
  private static final java.util.regex.Pattern COUNT =
      java.util.regex.Pattern.compile("\\{(\\d{1,4})(?:,(\\d{0,4}))?\\}");

  private final String text;
  private Pattern pattern;
  private final Deque<Long> outer = new ArrayDeque<>();
  private long size;
  private long atom;

  private RegexLiteral(String text) {
    this.text = text;
  }

  /**
   * Compiles a regular expression in the syntax of RE2.
   *
   * @throws IllegalArgumentException if it is not valid or too large
   */
  static RegexLiteral compile(String text) {
    if (text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException("longer than " + MAX_LENGTH + " characters");
    }
    RegexLiteral literal = new RegexLiteral(text);
    literal.measure();
    try {
      literal.pattern = Pattern.compile(text);
      // Optional parts in a row take stack.
      var unused = literal.pattern.matcher("a").find();
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    } catch (StackOverflowError e) {
      throw new IllegalArgumentException("nested too deeply", e);
    }
    return literal;
  }

  /** Returns about how many steps a search takes per character at most. */
  long size() {
    return size;
  }

  /**
   * Searches anywhere in the text.
   *
   * @throws EvaluationException if that could take longer than a decision may
   */
  boolean find(String searched, Meter meter) throws EvaluationException {
    long workPerCharacter = Math.max(1, size);
    if (searched.length() * workPerCharacter > MAX_STEPS) {
      throw new EvaluationException(
          "a text of " + searched.length() + " characters is too long to be searched for it");
    }
    try {
      return pattern.matcher(new MeteredText(searched, workPerCharacter, meter)).find();
    } catch (StackOverflowError e) {
      throw new EvaluationException("no stack left to search for it", e);
    }
  }

  private void measure() {
    int at = 0;
    while (at < text.length()) {
      at = step(at);
      if (size > MAX_SIZE) {
        throw new IllegalArgumentException("too large once its repetitions are written out");
      }
    }
  }

  private int step(int at) {
    switch (text.charAt(at)) {
      case '\\' -> {
        return afterEscape(at);
      }
      case '[' -> {
        add(1);
        return afterClass(at);
      }
      case '(' -> {
        outer.push(size);
        size = 0;
      }
      case ')' -> {
        long group = size;
        size = outer.isEmpty() ? 0 : outer.pop();
        add(group + 1);
      }
      case '{' -> {
        return repeat(at);
      }
      default -> add(1);
    }
    return at + 1;
  }

  /** Between {@code \Q} and {@code \E} nothing has a meaning. */
  private int afterEscape(int at) {
    add(1);
    if (!text.startsWith("\\Q", at)) {
      return at + 2;
    }
    int end = text.indexOf("\\E", at);
    int next = end < 0 ? text.length() : end + 2;
    size += next - at;
    return next;
  }

  private void add(long added) {
    atom = added;
    size += added;
  }

  private int repeat(int at) {
    Matcher count = COUNT.matcher(text).region(at, text.length());
    if (!count.lookingAt()) {
      add(1);
      return at + 1;
    }
    String upper = count.group(2);
    long times = Long.parseLong(count.group(1));
    if (upper != null && !upper.isEmpty()) {
      times = Math.max(times, Long.parseLong(upper));
    }
    size += atom * Math.max(0, times - 1);
    atom *= Math.max(1, times);
    return count.end();
  }

  /** Skips a character class; a bracket right after its beginning belongs to it. */
  private int afterClass(int start) {
    int at = start + 1;
    if (at < text.length() && text.charAt(at) == '^') {
      at++;
    }
    int first = at;
    while (at < text.length() && (text.charAt(at) != ']' || at == first)) {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    return at + 1;
  }
}
