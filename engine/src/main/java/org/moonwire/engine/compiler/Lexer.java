package org.moonwire.engine.compiler;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.moonwire.engine.core.LuaRaise;
import org.moonwire.engine.core.Poll;

/**
 * Splits a chunk into tokens (Lua manual 5.2, section 3.1), with one token of lookahead. {@link
 * #token}, {@link #string} and {@link #number} are the current token and its value.
 */
final class Lexer {
  private static final int END = -1;
  private static final int POLL_INTERVAL = 1024;

  final String chunk;
  final TokenText text = new TokenText();
  final byte[] source;

  int token;
  LuaString string;
  LuaValue number;

  /** The line of the next token. */
  int line = 1;

  /** The line of the token before the current one. */
  int lastLine = 1;

  /** Behind {@link #current}. */
  private int at;

  private int current;
  private int ahead = Token.NONE;
  private LuaString aheadString;
  private LuaValue aheadNumber;
  private int untilPoll = POLL_INTERVAL;

  /** Reads {@code source}; {@code chunk} is the name that messages show. */
  Lexer(byte[] source, String chunk) {
    this.source = source;
    this.chunk = chunk;
    step();
  }

  /** Goes to the next token. */
  void next() {
    lastLine = line;
    if (ahead == Token.NONE) {
      token = read();
      return;
    }
    token = ahead;
    string = aheadString;
    number = aheadNumber;
    ahead = Token.NONE;
  }

  /** The token after the current one. */
  int lookAhead() {
    LuaString s = string;
    LuaValue n = number;
    ahead = read();
    aheadString = string;
    aheadNumber = number;
    string = s;
    number = n;
    return ahead;
  }

  /** A syntax error at the current token. */
  LuaRaise error(String message) {
    return error(message, token);
  }

  /** A syntax error that shows {@code near}, unless that is {@link Token#NONE}. */
  LuaRaise error(String message, int near) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes((chunk + ":" + line + ": " + message).getBytes(StandardCharsets.UTF_8));
    if (near != Token.NONE) {
      boolean shows = Token.showsText(near);
      String before = shows ? " near '" : " near " + Token.describe(near);
      all.writeBytes(before.getBytes(StandardCharsets.UTF_8));
      if (shows) {
        LuaString shown = text.shown();
        all.write(shown.m_bytes, shown.m_offset, shown.m_length);
        all.write('\'');
      }
    }
    return LuaRaise.value(LuaString.valueOf(all.toByteArray()));
  }

  private void step() {
    current = at < source.length ? source[at] & 0xff : END;
    at++;
  }

  private void keep() {
    text.add(current);
    step();
  }

  private boolean accept(int expected) {
    if (current == expected) {
      step();
      return true;
    }
    return false;
  }

  private int read() {
    if (--untilPoll < 0) {
      untilPoll = POLL_INTERVAL;
      Poll.check();
    }
    text.clear();
    while (true) {
      switch (current) {
        case END:
          return Token.END_OF_FILE;
        case '\n':
        case '\r':
          endLine();
          continue;
        case ' ':
        case '\t':
        case '\f':
        case 0x0b:
          step();
          continue;
        case '-':
          step();
          if (current != '-') {
            return '-';
          }
          step();
          skipComment();
          continue;
        case '[':
          return bracket();
        case '=':
          step();
          return accept('=') ? Token.EQUAL : '=';
        case '<':
          step();
          return accept('=') ? Token.LESS_EQUAL : '<';
        case '>':
          step();
          return accept('=') ? Token.GREATER_EQUAL : '>';
        case '~':
          step();
          return accept('=') ? Token.NOT_EQUAL : '~';
        case ':':
          step();
          return accept(':') ? Token.DOUBLE_COLON : ':';
        case '"':
        case '\'':
          return quoted();
        case '.':
          return dots();
        default:
          return wordOrSymbol();
      }
    }
  }

  private int wordOrSymbol() {
    if (isDigit(current)) {
      return numeral();
    }
    if (isLetter(current)) {
      return word();
    }
    int symbol = current;
    step();
    return symbol;
  }

  private int word() {
    int start = at - 1;
    do {
      step();
    } while (isLetter(current) || isDigit(current));
    text.add(source, start, at - 1);
    LuaString word = text.string(0);
    int kind = Token.ofWord(word);
    if (kind == Token.NAME) {
      string = word;
    }
    return kind;
  }

  private int dots() {
    keep();
    if (accept('.')) {
      return accept('.') ? Token.DOTS : Token.CONCAT;
    }
    return isDigit(current) ? numeral() : '.';
  }

  /** Takes all that looks like a numeral; whether it is one is decided afterwards. */
  private int numeral() {
    int exponent = 'e';
    boolean zero = current == '0';
    keep();
    if (zero && (current | 0x20) == 'x') {
      exponent = 'p';
      keep();
    }
    while (true) {
      if (current != END && (current | 0x20) == exponent) {
        keep();
        if (current == '+' || current == '-') {
          keep();
        }
      }
      if (current != '.' && hexValue(current) < 0) {
        break;
      }
      keep();
    }
    number = text.number();
    if (number == null) {
      throw error("malformed number", Token.NUMBER);
    }
    return Token.NUMBER;
  }

  private void endLine() {
    int first = current;
    step();
    if ((current == '\n' || current == '\r') && current != first) {
      step();
    }
    line++;
  }

  private void skipComment() {
    if (current == '[') {
      int level = longLevel();
      text.clear();
      if (level >= 0) {
        longText(level, true);
        text.clear();
        return;
      }
    }
    while (current != '\n' && current != '\r' && current != END) {
      step();
    }
  }

  private int bracket() {
    int level = longLevel();
    if (level >= 0) {
      longText(level, false);
      string = text.string(2 + level);
      return Token.STRING;
    }
    if (level == -1) {
      return '[';
    }
    throw error("invalid long string delimiter", Token.STRING);
  }

  /**
   * Takes a bracket and the equals signs after it. Returns their number if the same bracket
   * follows; otherwise -1 less their number.
   */
  private int longLevel() {
    int bracket = current;
    keep();
    int level = 0;
    while (current == '=') {
      keep();
      level++;
    }
    return current == bracket ? level : -1 - level;
  }

  private void longText(int level, boolean comment) {
    keep();
    if (current == '\n' || current == '\r') {
      endLine();
    }
    while (true) {
      switch (current) {
        case END:
          throw error(
              comment ? "unfinished long comment" : "unfinished long string", Token.END_OF_FILE);
        case ']':
          if (longLevel() == level) {
            keep();
            return;
          }
          break;
        case '\n':
        case '\r':
          text.add('\n');
          endLine();
          break;
        default:
          if (comment) {
            step();
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
    int start = at - 1;
    do {
      step();
    } while (current > '\r'
        && current != ']'
        && current != '\\'
        && current != '"'
        && current != '\'');
    text.add(source, start, at - 1);
  }

  private int quoted() {
    int quote = current;
    keep();
    while (current != quote) {
      switch (current) {
        case END:
          throw error("unfinished string", Token.END_OF_FILE);
        case '\n':
        case '\r':
          throw error("unfinished string", Token.STRING);
        case '\\':
          step();
          escape();
          break;
        default:
          plainRun();
      }
    }
    keep();
    string = text.string(1);
    return Token.STRING;
  }

  private void escape() {
    switch (current) {
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
      case '\n':
      case '\r':
        endLine();
        text.add('\n');
        return;
      case '\\':
      case '"':
      case '\'':
        keep();
        return;
      case 'z':
        step();
        skipSpace();
        return;
      case END:
        return;
      default:
        decimalEscape();
    }
  }

  private void replace(int b) {
    text.add(b);
    step();
  }

  private void skipSpace() {
    while (current == ' ' || (current >= '\t' && current <= '\r')) {
      if (current == '\n' || current == '\r') {
        endLine();
      } else {
        step();
      }
    }
  }

  private void hexEscape() {
    int start = at - 1;
    int value = 0;
    for (int i = 0; i < 2; i++) {
      step();
      int digit = hexValue(current);
      if (digit < 0) {
        throw badEscape("hexadecimal digit expected", start, at);
      }
      value = value * 16 + digit;
    }
    replace(value);
  }

  private void decimalEscape() {
    int start = at - 1;
    if (!isDigit(current)) {
      throw badEscape("invalid escape sequence", start, at);
    }
    int value = 0;
    for (int i = 0; i < 3 && isDigit(current); i++) {
      value = value * 10 + current - '0';
      step();
    }
    if (value > 255) {
      throw badEscape("decimal escape too large", start, at - 1);
    }
    text.add(value);
  }

  private LuaRaise badEscape(String message, int start, int end) {
    text.clear();
    text.add('\\');
    text.add(source, start, Math.min(end, source.length));
    return error(message, Token.STRING);
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isLetter(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  }

  private static int hexValue(int c) {
    if (isDigit(c)) {
      return c - '0';
    }
    int lower = c | 0x20;
    return c > 0 && lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
  }
}
