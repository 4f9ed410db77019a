package org.moonwire.engine.struct;

/**
 * One element of a format.
 *
 * @param size bytes; of a string with a length in front, those of the length
 * @param padding bytes in front that align it
 */
record Item(Kind kind, int size, int padding, boolean littleEndian) {
  /** What an element stands for. */
  enum Kind {
    SIGNED,
    UNSIGNED,
    FLOAT,
    DOUBLE,
    /** Fixed size. */
    CHARS,
    /** Its length in front. */
    STRING,
    /** Ended by a zero. */
    ZERO_STRING,
    /** One zero byte. */
    PADDING,
    /** Aligns, or sets something, and has no value. */
    NOTHING
  }
}
