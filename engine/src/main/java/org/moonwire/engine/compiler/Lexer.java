package org.moonwire.engine.compiler;

import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.moonwire.engine.core.LuaRuntimeException;
import org.moonwire.engine.core.Poll;

/**
 * Splits a chunk into tokens (Lua manual 5.2, section 3.1), with one token of lookahead. {@link
 * #token}, {@link #string} and {@link #number} are the current token and its value.
 */
final class Lexer {
  private static final int POLL_INTERVAL = 256;

  int token;
  LuaString string;
  LuaValue number;

  /** The line of the token before the current one. */
  int lastLine = 1;

  /** Where the current token begins. */
  private int start;

  /** The rules of the level of the language. */
  final Syntax syntax;

  private final Source in;
  private final Literals literals;
  private int ahead = Token.NONE;
  private LuaString aheadString;
  private LuaValue aheadNumber;
  private int untilPoll = POLL_INTERVAL;

  /** Reads {@code source}; {@code chunk} is the name that messages show. */
  Lexer(byte[] source, String chunk, Syntax syntax) {
    this(new Source(source, chunk, syntax), syntax);
  }

  private Lexer(Source in, Syntax syntax) {
    this.in = in;
    this.syntax = syntax;
    this.literals = new Literals(in, syntax);
  }

  /** The line where the last token that was read ends. */
  int line() {
    return in.line;
  }

  /** Goes to the next token. */
  void next() {
    lastLine = in.line;
    if (ahead == Token.NONE) {
      token = read();
      start = in.start;
      return;
    }
    start = in.start;
    token = ahead;
    string = aheadString;
    number = aheadNumber;
    ahead = Token.NONE;
  }

  /** The token after the current one. */
  int lookAhead() {
    if (ahead != Token.NONE) {
      return ahead;
    }
    LuaString s = string;
    LuaValue n = number;
    ahead = read();
    aheadString = string;
    aheadNumber = number;
    string = s;
    number = n;
    return ahead;
  }

  /** The text of the token that {@link #lookAhead} found, if it is a name or a string. */
  LuaString stringAhead() {
    return aheadString;
  }

  /** Whether this byte follows immediately on what was read last. */
  boolean isNext(int expected) {
    return ahead == Token.NONE && in.current == expected;
  }

  /** Whether two colons come after what was read last; comments before them are not skipped. */
  boolean isDoubleColonNext() {
    return in.isAfterBlanks("::");
  }

  /**
   * Whether the token that {@link #lookAhead} found begins the arguments of a call: a string, or
   * brackets around expressions of plain Lua, which no operator of types follows.
   */
  boolean isCallAhead() {
    boolean string = ahead == Token.STRING;
    int start = string ? in.position() : in.position() - 1;
    Lexer rest = new Lexer(in.from(start), syntax);
    int end = string ? start : rest.skipBrackets();
    rest.next();
    boolean operator = rest.token == '|' || rest.token == '&' || rest.token == '?';
    if (operator || (rest.token == '-' && rest.isNext('>'))) {
      return false;
    }
    return string || Compiler.isPlain("return f" + in.text(start, end), syntax);
  }

  /** Reads brackets with all that is in them; returns where they end. */
  private int skipBrackets() {
    int depth = 0;
    do {
      next();
      switch (token) {
        case '(', '{', '[' -> depth++;
        case ')', '}', ']' -> depth--;
        default -> {}
      }
    } while (depth > 0 && token != Token.END_OF_FILE);
    return in.position();
  }

  /** How far the source has been read. */
  int position() {
    return in.position();
  }

  /** A syntax error at the current token. */
  LuaRuntimeException error(String message) {
    return in.error(message, token, start);
  }

  /** An error that shows no token. */
  LuaRuntimeException errorAlone(String message) {
    return in.error(message, Token.NONE, start);
  }

  private int read() {
    if (--untilPoll < 0) {
      untilPoll = POLL_INTERVAL;
      Poll.check();
    }
    in.text.clear();
    while (true) {
      in.start = in.position();
      switch (in.current) {
        case Source.END:
          return Token.END_OF_FILE;
        case '\n':
        case '\r':
          in.endLine();
          continue;
        case ' ':
        case '\t':
        case '\f':
        case 0x0b:
          in.step();
          continue;
        case '-':
          in.step();
          if (in.current != '-') {
            return '-';
          }
          in.step();
          literals.skipComment();
          continue;
        case '[':
          string = literals.bracketed();
          return string == null ? '[' : Token.STRING;
        case '=':
          in.step();
          return in.accept('=') ? Token.EQUAL : '=';
        case '<':
          in.step();
          return in.accept('=') ? Token.LESS_EQUAL : oneOrTwo('<');
        case '>':
          in.step();
          return in.accept('=') ? Token.GREATER_EQUAL : oneOrTwo('>');
        case '/':
          in.step();
          return oneOrTwo('/');
        case '~':
          in.step();
          return in.accept('=') ? Token.NOT_EQUAL : '~';
        case ':':
          in.step();
          return in.accept(':') ? Token.DOUBLE_COLON : ':';
        case '"':
        case '\'':
          string = literals.quoted();
          return Token.STRING;
        case '.':
          return dots();
        default:
          return wordOrSymbol();
      }
    }
  }

  private int oneOrTwo(int symbol) {
    int pair = syntax.pair(symbol);
    return pair != Token.NONE && in.accept(symbol) ? pair : symbol;
  }

  private int wordOrSymbol() {
    if (Source.isDigit(in.current)) {
      return numeral();
    }
    if (Source.isLetter(in.current)) {
      return word();
    }
    int symbol = in.current;
    in.step();
    return symbol;
  }

  private int word() {
    int start = in.position();
    do {
      in.step();
    } while (Source.isLetter(in.current) || Source.isDigit(in.current));
    in.text.add(in.bytes, start, in.position());
    LuaString word = in.text.string(0);
    int kind = Token.ofWord(word);
    if (kind == Token.NAME) {
      string = word;
    }
    return kind;
  }

  private int dots() {
    in.keep();
    if (in.accept('.')) {
      return in.accept('.') ? Token.DOTS : Token.CONCAT;
    }
    return Source.isDigit(in.current) ? numeral() : '.';
  }

  private int numeral() {
    number = literals.numeral();
    return Token.NUMBER;
  }
}
