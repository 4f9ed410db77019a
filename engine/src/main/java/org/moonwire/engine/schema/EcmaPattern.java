package org.moonwire.engine.schema;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.moonwire.engine.core.Poll;

/**
 * A regular expression of ECMA-262 by the JDK's: where the two read a text differently it is
 * written anew. Matching is polled, and ends with an error after ten million steps: an expression
 * may try more ways than there is time. Immutable.
 */
final class EcmaPattern {
  private static final int MAX_STEPS = 10_000_000;
  private static final int STEPS_PER_POLL = 1024;

  /** Long names of general categories that the JDK does not know. */
  private static final Map<String, String> CATEGORIES =
      Map.of(
          "Letter", "L",
          "Lowercase_Letter", "Ll",
          "Mark", "M",
          "Number", "N",
          "Decimal_Number", "Nd",
          "Punctuation", "P",
          "Symbol", "S",
          "Separator", "Z",
          "Uppercase_Letter", "Lu");

  private final Pattern pattern;

  /**
   * Compiles an expression.
   *
   * @throws SchemaException if it is none
   */
  EcmaPattern(String text) throws SchemaException {
    try {
      pattern = Pattern.compile(new Translation(text).run());
    } catch (PatternSyntaxException e) {
      throw new SchemaException(
          "the pattern `" + text + "` is no regular expression: " + e.getDescription(), e);
    } catch (StackOverflowError e) {
      throw new SchemaException("the pattern `" + text + "` is nested too deep", e);
    }
  }

  /**
   * True if some part of {@code text} matches.
   *
   * @throws SchemaException if that takes too long to find out
   */
  boolean isIn(String text) throws SchemaException {
    try {
      Matcher matcher = pattern.matcher(new PolledText(text, 0, text.length(), new Steps()));
      return matcher.find();
    } catch (TooManyStepsException | StackOverflowError e) {
      throw new SchemaException("the pattern `" + pattern + "` takes too long to match", e);
    }
  }

  private static final class TooManyStepsException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** How many characters were looked at. For one thread. */
  private static final class Steps {
    private int count;
  }

  /** Counts how often it is looked at. */
  private record PolledText(String text, int start, int end, Steps steps) implements CharSequence {
    @Override
    public int length() {
      return end - start;
    }

    @Override
    public char charAt(int i) {
      if (++steps.count % STEPS_PER_POLL == 0) {
        Poll.work(STEPS_PER_POLL);
        if (steps.count > MAX_STEPS) {
          throw new TooManyStepsException();
        }
      }
      return text.charAt(start + i);
    }

    @Override
    public CharSequence subSequence(int from, int to) {
      return new PolledText(text, start + from, start + to, steps);
    }

    @Override
    public String toString() {
      return text.substring(start, end);
    }
  }

  /** One walk over an expression. */
  private static final class Translation {
    private final String text;
    private final StringBuilder out = new StringBuilder();
    private int at;
    private boolean inClass;

    Translation(String text) {
      this.text = text;
    }

    String run() {
      while (at < text.length()) {
        char c = text.charAt(at++);
        if (c == '\\') {
          escape();
        } else if (inClass) {
          inClass(c);
        } else if (c == '$') {
          // The JDK's also matches before a line feed at the end.
          out.append("\\z");
        } else {
          inClass = c == '[';
          out.append(c);
          if (text.startsWith("^]", at) && inClass) {
            // All characters there are.
            at += 2;
            inClass = false;
            out.setLength(out.length() - 1);
            out.append("[\\s\\S]");
          } else if (inClass && text.startsWith("]", at)) {
            at++;
            inClass = false;
            out.setLength(out.length() - 1);
            out.append("(?!)");
          }
        }
      }
      return out.toString();
    }

    /** Within brackets the JDK has unions and intersections, which ECMA-262 has not. */
    private void inClass(char c) {
      if (c == '[' || c == '&') {
        out.append('\\');
      }
      inClass = c != ']';
      out.append(c);
    }

    private void escape() {
      char c = at < text.length() ? text.charAt(at++) : '\\';
      int end = text.indexOf('}', at);
      if ((c == 'p' || c == 'P') && text.startsWith("{", at) && end > 0) {
        String name = text.substring(at + 1, end).replaceFirst("^(General_Category|gc)=", "");
        String known = CATEGORIES.getOrDefault(name, name).replaceFirst("^Script=", "script=");
        out.append('\\').append(c).append('{').append(known).append('}');
        at = end + 1;
      } else {
        out.append('\\').append(c);
      }
    }
  }
}
