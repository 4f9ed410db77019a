package org.moonwire.engine.compiler;

import java.util.HashMap;
import java.util.Map;
import org.luaj.vm2.LuaString;

/**
 * What the lexer tells apart. A byte that is a token by itself is its own code; the others follow
 * from 257 on.
 */
final class Token {
  /** Errors that show no token. The byte 0 is the same, as in PUC Lua. */
  static final int NONE = 0;

  static final int AND = 257;
  static final int BREAK = 258;
  static final int DO = 259;
  static final int ELSE = 260;
  static final int ELSEIF = 261;
  static final int END = 262;
  static final int FALSE = 263;
  static final int FOR = 264;
  static final int FUNCTION = 265;
  static final int GOTO = 266;
  static final int IF = 267;
  static final int IN = 268;
  static final int LOCAL = 269;
  static final int NIL = 270;
  static final int NOT = 271;
  static final int OR = 272;
  static final int REPEAT = 273;
  static final int RETURN = 274;
  static final int THEN = 275;
  static final int TRUE = 276;
  static final int UNTIL = 277;
  static final int WHILE = 278;
  static final int CONCAT = 279;
  static final int DOTS = 280;
  static final int EQUAL = 281;
  static final int GREATER_EQUAL = 282;
  static final int LESS_EQUAL = 283;
  static final int NOT_EQUAL = 284;
  static final int DOUBLE_COLON = 285;
  static final int END_OF_FILE = 286;
  static final int NUMBER = 287;
  static final int NAME = 288;
  static final int STRING = 289;

  // Of level 5.4.

  static final int INTEGER_DIVISION = 290;
  static final int SHIFT_LEFT = 291;
  static final int SHIFT_RIGHT = 292;

  private static final String[] TEXTS = {
    "and",
    "break",
    "do",
    "else",
    "elseif",
    "end",
    "false",
    "for",
    "function",
    "goto",
    "if",
    "in",
    "local",
    "nil",
    "not",
    "or",
    "repeat",
    "return",
    "then",
    "true",
    "until",
    "while",
    "..",
    "...",
    "==",
    ">=",
    "<=",
    "~=",
    "::",
    "<eof>",
    "<number>",
    "<name>",
    "<string>",
    "//",
    "<<",
    ">>"
  };

  private static final Map<LuaString, Integer> RESERVED = new HashMap<>();

  static {
    for (int code = AND; code <= WHILE; code++) {
      RESERVED.put(LuaString.valueOf(TEXTS[code - AND]), code);
    }
  }

  private Token() {}

  /** The code of a reserved word, {@link #NAME} for any other word. */
  static int ofWord(LuaString word) {
    return word.m_length > 8 ? NAME : RESERVED.getOrDefault(word, NAME);
  }

  /** A kind of token as messages show it. */
  static String describe(int code, Syntax syntax) {
    if (code < AND) {
      return code >= ' ' && code <= '~' ? "'" + (char) code + "'" : syntax.unprintable(code);
    }
    String text = TEXTS[code - AND];
    return code < END_OF_FILE || code > STRING ? "'" + text + "'" : text;
  }

  /** True where messages show the text that was read and not the kind. */
  static boolean showsText(int code) {
    return code >= NUMBER && code <= STRING;
  }

  /** True for what cannot begin a statement because it ends the block. */
  static boolean endsBlock(int code) {
    switch (code) {
      case ELSE:
      case ELSEIF:
      case END:
      case END_OF_FILE:
        return true;
      default:
        return false;
    }
  }
}
