package org.moonwire.engine.time;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a layout into literal texts and elements; where several elements begin, the longest wins.
 */
final class LayoutScanner {
  /** Longest first where one is the beginning of another. */
  private static final String[] OFFSETS = {
    "-070000", "-07:00:00", "-0700", "-07:00", "-07",
    "Z070000", "Z07:00:00", "Z0700", "Z07:00", "Z07"
  };

  private final String layout;
  private final List<LayoutToken> tokens = new ArrayList<>();
  private int literal;
  private int at;

  private LayoutScanner(String layout) {
    this.layout = layout;
  }

  /** A literal text and the element after it; the last token of a layout has no element. */
  record LayoutToken(String prefix, Element element, String text) {}

  static List<LayoutToken> scan(String layout) {
    LayoutScanner scanner = new LayoutScanner(layout);
    while (scanner.at < layout.length()) {
      if (!scanner.element()) {
        scanner.at++;
      }
    }
    scanner.tokens.add(new LayoutToken(layout.substring(scanner.literal), null, ""));
    return List.copyOf(scanner.tokens);
  }

  private boolean element() {
    return switch (layout.charAt(at)) {
      case 'J' -> name("January", Element.LONG_MONTH, Element.MONTH);
      case 'M' ->
          name("Monday", Element.LONG_WEEKDAY, Element.WEEKDAY) || take("MST", Element.ZONE);
      case '0' -> zeroPadded();
      case '1' -> take("15", Element.HOUR) || take("1", Element.NUM_MONTH);
      case '2' -> take("2006", Element.LONG_YEAR) || take("2", Element.DAY);
      case '3' -> take("3", Element.HOUR_12);
      case '4' -> take("4", Element.MINUTE);
      case '5' -> take("5", Element.SECOND);
      case '_' -> spacePadded();
      case 'P' -> take("PM", Element.PM);
      case 'p' -> take("pm", Element.LOWER_PM);
      case '-', 'Z' -> offset();
      case '.', ',' -> fraction();
      default -> false;
    };
  }

  /** The full name, or its first three letters unless the word goes on in small letters. */
  private boolean name(String full, Element longForm, Element shortForm) {
    if (take(full, longForm)) {
      return true;
    }
    char after = at + 3 < layout.length() ? layout.charAt(at + 3) : ' ';
    return (after < 'a' || after > 'z') && take(full.substring(0, 3), shortForm);
  }

  private boolean zeroPadded() {
    return take("01", Element.ZERO_MONTH)
        || take("02", Element.ZERO_DAY)
        || take("03", Element.ZERO_HOUR_12)
        || take("04", Element.ZERO_MINUTE)
        || take("05", Element.ZERO_SECOND)
        || take("06", Element.YEAR)
        || take("002", Element.ZERO_YEAR_DAY);
  }

  // In _2006 the underscore is a literal.
  private boolean spacePadded() {
    return !layout.startsWith("_2006", at)
        && (take("_2", Element.UNDER_DAY) || take("__2", Element.UNDER_YEAR_DAY));
  }

  private boolean offset() {
    for (String form : OFFSETS) {
      if (take(form, Element.OFFSET)) {
        return true;
      }
    }
    return false;
  }

  private boolean fraction() {
    int end = at + 1;
    char digit = end < layout.length() ? layout.charAt(end) : ' ';
    if (digit != '0' && digit != '9') {
      return false;
    }
    while (end < layout.length() && layout.charAt(end) == digit) {
      end++;
    }
    if (end < layout.length() && layout.charAt(end) >= '0' && layout.charAt(end) <= '9') {
      return false;
    }
    return take(
        layout.substring(at, end),
        digit == '0' ? Element.FRACTION_FIXED : Element.FRACTION_TRIMMED);
  }

  private boolean take(String text, Element element) {
    if (!layout.startsWith(text, at)) {
      return false;
    }
    tokens.add(new LayoutToken(layout.substring(literal, at), element, text));
    at += text.length();
    literal = at;
    return true;
  }
}
