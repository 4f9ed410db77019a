package org.moonwire.engine.compiler;

import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.moonwire.engine.core.CodePoints;
import org.moonwire.engine.core.LuaRuntimeException;

/** Reads numerals, strings and comments (Lua manual 5.2, section 3.1). */
final class Literals {
  private final Source in;
  private final Syntax syntax;
  private final TokenText text;

  Literals(Source in, Syntax syntax) {
    this.in = in;
    this.syntax = syntax;
    this.text = in.text;
  }

  /** Takes all that looks like a numeral; whether it is one is decided afterwards. */
  LuaValue numeral() {
    int exponent = 'e';
    boolean zero = in.current == '0';
    in.keep();
    if (zero && (in.current | 0x20) == 'x') {
      exponent = 'p';
      in.keep();
    }
    while (true) {
      if (in.current != Source.END && (in.current | 0x20) == exponent) {
        in.keep();
        if (in.current == '+' || in.current == '-') {
          in.keep();
        }
      }
      if (in.current != '.' && Source.hexValue(in.current) < 0) {
        break;
      }
      in.keep();
    }
    if (syntax.endsNumeralsAtLetters() && Source.isLetter(in.current)) {
      in.keep();
    }
    LuaValue number = text.number(syntax.numbers());
    if (number == null) {
      throw in.error("malformed number", Token.NUMBER);
    }
    return number;
  }

  /** Skips a comment behind its two dashes. */
  void skipComment() {
    if (in.current == '[') {
      int level = longLevel();
      text.clear();
      if (level >= 0) {
        longText(level, true);
        text.clear();
        return;
      }
    }
    while (in.current != '\n' && in.current != '\r' && in.current != Source.END) {
      in.step();
    }
  }

  /** Reads a long string; null if there is only a bracket, which has been taken. */
  LuaString bracketed() {
    int level = longLevel();
    if (level >= 0) {
      longText(level, false);
      return text.string(2 + level);
    }
    if (level == -1) {
      return null;
    }
    throw in.error("invalid long string delimiter", Token.STRING);
  }

  /**
   * Takes a bracket and the equals signs after it. Returns their number if the same bracket
   * follows; otherwise -1 less their number.
   */
  private int longLevel() {
    int bracket = in.current;
    in.keep();
    int level = 0;
    while (in.current == '=') {
      in.keep();
      level++;
    }
    return in.current == bracket ? level : -1 - level;
  }

  private void longText(int level, boolean comment) {
    int line = in.line;
    in.keep();
    if (in.current == '\n' || in.current == '\r') {
      in.endLine();
    }
    while (true) {
      switch (in.current) {
        case Source.END:
          throw in.error(
              "unfinished long " + (comment ? "comment" : "string") + syntax.begunAt(line),
              Token.END_OF_FILE);
        case ']':
          if (longLevel() == level) {
            in.keep();
            return;
          }
          break;
        case '\n':
        case '\r':
          text.add('\n');
          in.endLine();
          break;
        default:
          if (comment) {
            in.step();
          } else {
            plainRun();
          }
      }
      if (comment) {
        text.clear();
      }
    }
  }

  /** Takes the bytes of a string up to one that may mean something. */
  private void plainRun() {
    int start = in.position();
    do {
      in.step();
    } while (in.current > '\r'
        && in.current != ']'
        && in.current != '\\'
        && in.current != '"'
        && in.current != '\'');
    text.add(in.bytes, start, in.position());
  }

  /** Reads a string in quotes. */
  LuaString quoted() {
    int quote = in.current;
    in.keep();
    while (in.current != quote) {
      switch (in.current) {
        case Source.END:
          throw in.error("unfinished string", Token.END_OF_FILE);
        case '\n':
        case '\r':
          throw in.error("unfinished string", Token.STRING);
        case '\\':
          in.step();
          escape();
          break;
        default:
          plainRun();
      }
    }
    in.keep();
    return text.string(1);
  }

  private void escape() {
    switch (in.current) {
      case 'a':
        replace(7);
        return;
      case 'b':
        replace('\b');
        return;
      case 'f':
        replace('\f');
        return;
      case 'n':
        replace('\n');
        return;
      case 'r':
        replace('\r');
        return;
      case 't':
        replace('\t');
        return;
      case 'v':
        replace(0x0b);
        return;
      case 'x':
        hexEscape();
        return;
      case 'u':
        if (syntax.hasUnicodeEscapes()) {
          unicodeEscape();
        } else {
          decimalEscape();
        }
        return;
      case '\n':
      case '\r':
        in.endLine();
        text.add('\n');
        return;
      case '\\':
      case '"':
      case '\'':
        in.keep();
        return;
      case 'z':
        in.step();
        skipSpace();
        return;
      case Source.END:
        return;
      default:
        decimalEscape();
    }
  }

  private void replace(int b) {
    text.add(b);
    in.step();
  }

  private void skipSpace() {
    while (in.current == ' ' || (in.current >= '\t' && in.current <= '\r')) {
      if (in.current == '\n' || in.current == '\r') {
        in.endLine();
      } else {
        in.step();
      }
    }
  }

  private void hexEscape() {
    int start = in.position();
    int value = 0;
    for (int i = 0; i < 2; i++) {
      in.step();
      int digit = Source.hexValue(in.current);
      if (digit < 0) {
        throw badEscape("hexadecimal digit expected", start, in.position() + 1);
      }
      value = value * 16 + digit;
    }
    replace(value);
  }

  /** Reads {@code {XXX}}, a code point of at most 31 bits, and adds its UTF-8. */
  private void unicodeEscape() {
    int start = in.position();
    in.step();
    if (in.current != '{') {
      throw badEscape("missing '{'", start, in.position() + 1);
    }
    in.step();
    long value = 0;
    int digits = 0;
    for (int digit; (digit = Source.hexValue(in.current)) >= 0; digits++) {
      value = value * 16 + digit;
      if (value > CodePoints.MAX) {
        throw badEscape("UTF-8 value too large", start, in.position() + 1);
      }
      in.step();
    }
    if (digits == 0) {
      throw badEscape("hexadecimal digit expected", start, in.position() + 1);
    }
    if (in.current != '}') {
      throw badEscape("missing '}'", start, in.position() + 1);
    }
    in.step();
    byte[] bytes = CodePoints.encode((int) value);
    text.add(bytes, 0, bytes.length);
  }

  private void decimalEscape() {
    int start = in.position();
    if (!Source.isDigit(in.current)) {
      throw badEscape("invalid escape sequence", start, in.position() + 1);
    }
    int value = 0;
    for (int i = 0; i < 3 && Source.isDigit(in.current); i++) {
      value = value * 10 + in.current - '0';
      in.step();
    }
    if (value > 255) {
      throw badEscape(
          "decimal escape too large",
          start,
          in.position() + (syntax.showsStringsFromTheirStart() ? 1 : 0));
    }
    text.add(value);
  }

  private LuaRuntimeException badEscape(String message, int start, int end) {
    if (!syntax.showsStringsFromTheirStart()) {
      text.clear();
    }
    text.add('\\');
    text.add(in.bytes, start, Math.min(end, in.bytes.length));
    return in.error(message, Token.STRING);
  }
}
