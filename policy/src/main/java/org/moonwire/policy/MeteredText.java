package org.moonwire.policy;

/** A text that counts the work of a search that looks at it character by character. */
final class MeteredText implements CharSequence {
  private final String text;
  private final long workPerCharacter;
  private final Meter meter;

  MeteredText(String text, long workPerCharacter, Meter meter) {
    this.text = text;
    this.workPerCharacter = workPerCharacter;
    this.meter = meter;
  }

  @Override
  public char charAt(int index) {
    meter.work(workPerCharacter);
    return text.charAt(index);
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return new MeteredText(text.substring(start, end), workPerCharacter, meter);
  }

  @Override
  public String toString() {
    return text;
  }
}
