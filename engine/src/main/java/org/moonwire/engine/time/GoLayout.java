package org.moonwire.engine.time;

import java.util.List;

/**
 * A layout: the reference time Mon Jan 2 15:04:05 MST 2006 written in the wanted form
 * (engine/manual/time.md#layouts). Immutable, made once per text where it is used often.
 */
public final class GoLayout {
  public static final String RFC3339 = "2006-01-02T15:04:05Z07:00";

  /** A layout of this length has no use, and a longer one could take memory many times its size. */
  private static final int MAX_LENGTH = 65_536;

  static final GoLayout STRING = new GoLayout("2006-01-02 15:04:05.999999999 -0700 MST");

  private final String text;
  private final List<LayoutScanner.LayoutToken> tokens;

  private GoLayout(String text) {
    this.text = text;
    this.tokens = LayoutScanner.scan(text);
  }

  /**
   * Reads a layout; every text up to 65,536 characters is one.
   *
   * @throws GoParseException if it is longer
   */
  public static GoLayout of(String text) {
    if (text.length() > MAX_LENGTH) {
      throw new GoParseException(
          "time: layout of " + text.length() + " characters is longer than " + MAX_LENGTH);
    }
    return new GoLayout(text);
  }

  /** The text it was made from. */
  public String text() {
    return text;
  }

  /** Writes {@code time} in this form. */
  public String format(GoTime time) {
    return new LayoutFormatter(time).format(tokens);
  }

  /**
   * Reads {@code value} in this form. A zone in the text decides; without one the time is read in
   * {@code location}. Missing parts are those of January 1 of year 0, 00:00.
   *
   * @throws GoParseException in Go's words, if the text has another form or a part is out of range
   */
  public GoTime parse(String value, Location location) {
    return new LayoutParser(text, tokens, value).parse(location);
  }
}
