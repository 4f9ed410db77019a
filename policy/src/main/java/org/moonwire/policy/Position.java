package org.moonwire.policy;

/**
 * A place in a policy file.
 *
 * @param line counted from 1, or 0 for what was built in code
 * @param column counted from 1 in characters, or 0
 */
record Position(int line, int column) {
  static final Position NONE = new Position(0, 0);
}
