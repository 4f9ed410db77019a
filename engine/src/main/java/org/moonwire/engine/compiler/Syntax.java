package org.moonwire.engine.compiler;

import org.luaj.vm2.LuaString;
import org.moonwire.engine.core.NumberModel;
import org.moonwire.engine.module.Language;

/** What the levels of the language have different rules for in a source. */
enum Syntax {
  /** Lua manual 5.2, section 3. */
  LUA_5_2(Language.LUA_5_2) {
    @Override
    int pair(int symbol) {
      return Token.NONE;
    }

    @Override
    boolean isUnary(int token) {
      return token == Token.NOT || token == '-' || token == '#';
    }

    @Override
    boolean hasUnicodeEscapes() {
      return false;
    }

    @Override
    boolean endsNumeralsAtLetters() {
      return false;
    }

    @Override
    boolean showsStringsFromTheirStart() {
      return false;
    }

    @Override
    String begunAt(int line) {
      return "";
    }

    @Override
    String unprintable(int character) {
      return "char(" + character + ")";
    }

    @Override
    boolean hasAttributes() {
      return false;
    }

    @Override
    LexicalScope.Label hiddenBy(LexicalScope scope, LuaString label) {
      return scope.find(label);
    }

    @Override
    String tooManyRegisters() {
      return "function or expression too complex";
    }

    @Override
    String unresolvedBreak(int line) {
      return "<break> at line " + line + " not inside a loop";
    }
  },

  /** Lua manual 5.4, section 3. */
  LUA_5_4(Language.LUA_5_4) {
    @Override
    int pair(int symbol) {
      return switch (symbol) {
        case '/' -> Token.INTEGER_DIVISION;
        case '<' -> Token.SHIFT_LEFT;
        case '>' -> Token.SHIFT_RIGHT;
        default -> Token.NONE;
      };
    }

    @Override
    boolean isUnary(int token) {
      return token == '~' || LUA_5_2.isUnary(token);
    }

    @Override
    boolean hasUnicodeEscapes() {
      return true;
    }

    @Override
    boolean endsNumeralsAtLetters() {
      return true;
    }

    @Override
    boolean showsStringsFromTheirStart() {
      return true;
    }

    @Override
    String begunAt(int line) {
      return " (starting at line " + line + ")";
    }

    @Override
    String unprintable(int character) {
      return "'<\\" + character + ">'";
    }

    @Override
    boolean hasAttributes() {
      return true;
    }

    @Override
    LexicalScope.Label hiddenBy(LexicalScope scope, LuaString label) {
      LexicalScope.Label known = null;
      for (LexicalScope s = scope; s != null && known == null; s = s.outer) {
        known = s.find(label);
      }
      return known;
    }

    @Override
    String tooManyRegisters() {
      return "function or expression needs too many registers";
    }

    @Override
    String unresolvedBreak(int line) {
      return "break outside loop at line " + line;
    }
  };

  final Language language;

  Syntax(Language language) {
    this.language = language;
  }

  static Syntax of(Language language) {
    return language == Language.LUA_5_2 ? LUA_5_2 : LUA_5_4;
  }

  /** The numbers that literals are. */
  final NumberModel numbers() {
    return NumberModel.of(language);
  }

  /** The token that two of a symbol are; {@link Token#NONE} if they are two tokens. */
  abstract int pair(int symbol);

  /** Whether a token is an operator that stands before its operand. */
  abstract boolean isUnary(int token);

  /** The binary operator that a token stands for; null if it is none. */
  final Operators.Binary binary(int token) {
    Operators.Binary operator = Operators.Binary.of(token);
    return operator != null && operator.isOfBits() && this == LUA_5_2 ? null : operator;
  }

  /** Whether <code>&#92;u{1F600}</code> is an escape of strings. */
  abstract boolean hasUnicodeEscapes();

  /** Whether a numeral with a letter behind it is malformed; otherwise the letter begins a name. */
  abstract boolean endsNumeralsAtLetters();

  /** Whether the error of an escape shows all of its string that was read. */
  abstract boolean showsStringsFromTheirStart();

  /** Where something began that is unfinished, as messages tell. */
  abstract String begunAt(int line);

  /** A character that is no token and cannot be printed, as messages show it. */
  abstract String unprintable(int character);

  /** Whether local variables may be {@code <const>}. */
  abstract boolean hasAttributes();

  /** A label that another one of the same name in {@code scope} must not follow; null for none. */
  abstract LexicalScope.Label hiddenBy(LexicalScope scope, LuaString label);

  abstract String tooManyRegisters();

  abstract String unresolvedBreak(int line);
}
