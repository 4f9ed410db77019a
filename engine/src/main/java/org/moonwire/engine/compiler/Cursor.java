package org.moonwire.engine.compiler;

import org.luaj.vm2.LuaString;
import org.luaj.vm2.Prototype;
import org.moonwire.engine.core.LuaRuntimeException;

/** Where the parser is: the next token, the function it belongs to, and how deep that is nested. */
final class Cursor {
  private static final int MAX_LEVELS = 200;

  /** What a chunk that a script loads takes of the levels in PUC Lua before it is parsed. */
  private static final int OUTER_LEVELS = 2;

  final Lexer lexer;

  /** What reads type annotations. */
  final TypeParser types;

  /** The innermost function. */
  FunctionBuilder f;

  private final LuaString source;
  private int levels = OUTER_LEVELS;

  /** Begins a chunk; {@code annotated} if it may have type annotations. */
  Cursor(Lexer lexer, LuaString source, boolean annotated) {
    this.lexer = lexer;
    this.source = source;
    this.types = new TypeParser(this, annotated);
  }

  void openFunction(int line) {
    f = new FunctionBuilder(f, lexer, line);
  }

  Prototype closeFunction(int lastLine) {
    Prototype p = f.finish(source, lastLine);
    f = f.outer;
    return p;
  }

  int token() {
    return lexer.token;
  }

  int line() {
    return lexer.line();
  }

  void next() {
    lexer.next();
  }

  boolean accept(int token) {
    if (lexer.token == token) {
      lexer.next();
      return true;
    }
    return false;
  }

  /** Fails unless {@code token} is next, and leaves it there. */
  void require(int token) {
    if (lexer.token != token) {
      throw missing(token);
    }
  }

  void expect(int token) {
    require(token);
    lexer.next();
  }

  /** Takes the end of what {@code opening} began at {@code line}. */
  void expectClosing(int token, int opening, int line) {
    if (accept(token)) {
      return;
    }
    if (line == lexer.line()) {
      throw missing(token);
    }
    String begun = Token.describe(opening, lexer.syntax) + " at line " + line;
    throw lexer.error(Token.describe(token, lexer.syntax) + " expected (to close " + begun + ")");
  }

  LuaString name() {
    require(Token.NAME);
    LuaString name = lexer.string;
    lexer.next();
    return name;
  }

  void enterLevel() {
    levels++;
    checkLevels(0);
  }

  void leaveLevel() {
    levels--;
  }

  /** Fails if {@code more} levels would be too many. */
  void checkLevels(int more) {
    f.checkLimit(levels + more, MAX_LEVELS, "C levels");
  }

  private LuaRuntimeException missing(int token) {
    return lexer.error(Token.describe(token, lexer.syntax) + " expected");
  }
}
