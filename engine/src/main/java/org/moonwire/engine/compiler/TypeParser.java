package org.moonwire.engine.compiler;

import java.util.HashSet;
import java.util.Set;
import org.luaj.vm2.LuaString;

/**
 * Reads type annotations and drops them. It is asked only in chunks that are no Lua without, and
 * only where Lua gives the next token no meaning, save in the places that say so.
 */
final class TypeParser {
  private static final LuaString AS = LuaString.valueOf("as");
  private static final LuaString ASSERTS = LuaString.valueOf("asserts");
  private static final LuaString EXPORT = LuaString.valueOf("export");
  private static final LuaString EXTENDS = LuaString.valueOf("extends");
  private static final LuaString INTERFACE = LuaString.valueOf("interface");
  private static final LuaString IS = LuaString.valueOf("is");
  private static final LuaString TYPE = LuaString.valueOf("type");
  private static final LuaString TYPEOF = LuaString.valueOf("typeof");

  /** What a numeral can be cast to, beside what the chunk declares. */
  private static final Set<LuaString> OF_NUMBERS =
      Set.of(
          LuaString.valueOf("any"),
          LuaString.valueOf("integer"),
          LuaString.valueOf("number"),
          LuaString.valueOf("unknown"));

  private final Cursor at;
  private final boolean on;

  /** The names that the chunk has declared so far; they are no variables. */
  private final Set<LuaString> declared = new HashSet<>();

  /** Whether a type has been read to its end. */
  private boolean any;

  /** Reads nothing unless {@code on}. */
  TypeParser(Cursor at, boolean on) {
    this.at = at;
    this.on = on;
  }

  /** Whether the chunk, as far as it was read, has annotations. */
  boolean found() {
    return any;
  }

  /** Reads {@code : T} after a variable. */
  void ofVariable() {
    if (on && at.accept(':')) {
      type();
    }
  }

  /** Reads {@code <T, U: V>} after {@code function} or its name. */
  void parameters() {
    if (on && at.token() == '<') {
      generics();
    }
  }

  /** Reads {@code : T}, {@code : T, U} or {@code : (T, U)} after the parameters of a function. */
  void results() {
    if (on && at.accept(':')) {
      do {
        result();
      } while (at.accept(','));
    }
  }

  /** Reads {@code :: T} and {@code as T} after an operand that began with {@code first}. */
  void casts(int first) {
    while (on && (isCast(first) || isOperator(AS))) {
      at.next();
      type();
    }
  }

  /** Two colons, a name and two colons again are a label of the next statement. */
  private boolean isCast(int first) {
    if (at.token() != Token.DOUBLE_COLON) {
      return false;
    }
    if (at.lexer.lookAhead() != Token.NAME) {
      return true;
    }
    LuaString name = at.lexer.stringAhead();
    return !at.lexer.isDoubleColonNext()
        && (first != Token.NUMBER || declared.contains(name) || OF_NUMBERS.contains(name));
  }

  /** Whether a word is an operator and not the variable that begins the next statement. */
  private boolean isOperator(LuaString word) {
    return isWord(word)
        && switch (at.lexer.lookAhead()) {
          case Token.NAME, Token.NIL, Token.TRUE, Token.FALSE, Token.FUNCTION -> true;
          case '{', '(', Token.STRING -> !at.lexer.isCallAhead();
          default -> false;
        };
  }

  /** Reads {@code !} after an operand: it says that the value is not nil. */
  boolean isNotNil() {
    return on && at.token() == '!' && !at.lexer.isNext('=');
  }

  /** Reads a declaration if the next statement is one; true if it was. */
  boolean declaration() {
    if (!on || at.token() != Token.NAME) {
      return false;
    }
    boolean exported = isWord(EXPORT);
    boolean begins = exported || isWord(TYPE) || isWord(INTERFACE);
    if (!begins || at.lexer.lookAhead() != Token.NAME) {
      return false;
    }
    if (exported) {
      at.next();
    }
    if (isWord(INTERFACE)) {
      at.next();
      interfaceBody();
    } else if (isWord(TYPE)) {
      at.next();
      declared.add(at.name());
      parameters();
      at.expect('=');
      type();
    } else {
      throw at.lexer.error("'type' or 'interface' expected");
    }
    return true;
  }

  /**
   * Fails where {@code name:is} is about to be called and the name is that of a type alone: nothing
   * is known of types when the script runs.
   */
  void checkVariable(LuaString name) {
    if (on
        && at.token() == ':'
        && declared.contains(name)
        && at.lexer.lookAhead() == Token.NAME
        && IS.equals(at.lexer.stringAhead())) {
      String type = name.tojstring();
      throw at.lexer.error("'" + type + "' is a type, and types are gone when the script runs");
    }
  }

  private void interfaceBody() {
    declared.add(at.name());
    parameters();
    if (isWord(EXTENDS) || at.token() == ':') {
      do {
        at.next();
        type();
      } while (at.token() == ',');
    }
    if (at.token() == '{') {
      type();
      return;
    }
    while (at.token() != Token.END) {
      field();
      boolean unused = at.accept(',') || at.accept(';');
    }
    at.next();
  }

  private boolean isWord(LuaString word) {
    return at.token() == Token.NAME && word.equals(at.lexer.string);
  }

  private void result() {
    if (isWord(ASSERTS) && at.lexer.lookAhead() == Token.NAME) {
      at.next();
    }
    type();
    if (isOperator(IS)) {
      at.next();
      type();
    }
  }

  private void type() {
    at.enterLevel();
    boolean unused = at.accept('|') || at.accept('&');
    do {
      single();
      suffixes();
    } while (at.accept('|') || at.accept('&'));
    at.leaveLevel();
    any = true;
  }

  private void single() {
    switch (at.token()) {
      case Token.NAME -> named();
      case Token.NIL, Token.TRUE, Token.FALSE, Token.STRING, Token.NUMBER -> at.next();
      case '-' -> {
        at.next();
        at.expect(Token.NUMBER);
      }
      case Token.FUNCTION -> {
        at.next();
        parameters();
        if (at.token() == '(') {
          signature();
        }
      }
      case '<' -> {
        generics();
        function();
      }
      case '(' -> function();
      case '{' -> table();
      case Token.DOTS -> {
        at.next();
        type();
      }
      default -> throw at.lexer.error("type expected");
    }
  }

  private void named() {
    boolean ofValue = isWord(TYPEOF);
    at.next();
    if (ofValue && at.token() == '(') {
      dropped();
      return;
    }
    while (at.accept('.')) {
      LuaString unused = at.name();
    }
    if (at.token() == '<') {
      generics();
    }
  }

  private void suffixes() {
    while (at.token() == '?' || at.token() == Token.DOTS || at.token() == '@' || isArray()) {
      if (at.token() == '@') {
        attribute();
        continue;
      }
      if (at.token() == '[') {
        at.next();
      }
      at.next();
    }
  }

  /** Reads what a value must be like beside its type: {@code @min(1)}. */
  private void attribute() {
    at.next();
    LuaString unused = at.name();
    if (at.token() == '(') {
      dropped();
    }
  }

  /** Reads anything in parentheses, such as the expression whose type is meant. */
  private void dropped() {
    int line = at.line();
    at.enterLevel();
    at.expect('(');
    while (at.token() != ')' && at.token() != Token.END_OF_FILE) {
      if (at.token() == '(') {
        dropped();
      } else {
        at.next();
      }
    }
    at.expectClosing(')', '(', line);
    at.leaveLevel();
  }

  private boolean isArray() {
    return at.token() == '[' && at.lexer.lookAhead() == ']';
  }

  /** Reads {@code <T, U: V = W>}, or the types that are put in their place. */
  private void generics() {
    do {
      at.next();
      type();
      ofVariable();
      if (isWord(EXTENDS) || at.token() == '=') {
        at.next();
        type();
      }
    } while (at.token() == ',');
    if (at.token() == Token.GREATER_EQUAL) {
      at.lexer.token = '=';
    } else {
      at.expect('>');
    }
  }

  /** Reads a type in parentheses, several, or the parameters of a function type and its results. */
  private void function() {
    group();
    if (at.token() == '-') {
      at.next();
      at.expect('>');
      result();
    }
  }

  /** Reads {@code (p: T): R}. */
  private void signature() {
    group();
    if (at.accept(':')) {
      result();
    }
  }

  private void group() {
    int line = at.line();
    at.expect('(');
    while (at.token() != ')') {
      element();
      if (!at.accept(',')) {
        break;
      }
    }
    at.expectClosing(')', '(', line);
  }

  private void element() {
    if (at.accept(Token.DOTS)) {
      if (at.token() == ',' || at.token() == ')') {
        return;
      }
      if (at.accept(':')) {
        type();
        return;
      }
    }
    type();
    ofVariable();
  }

  private void table() {
    int line = at.line();
    at.expect('{');
    while (at.token() != '}') {
      field();
      if (!at.accept(',') && !at.accept(';')) {
        break;
      }
    }
    at.expectClosing('}', '{', line);
  }

  /**
   * Reads {@code T}, {@code name: T}, {@code name?: T}, {@code [K]: T} or {@code name(p: T): R}.
   */
  private void field() {
    if (at.accept('[')) {
      type();
      at.expect(']');
      boolean unused = at.accept('?');
      at.expect(':');
      type();
      return;
    }
    boolean modifier = at.token() == Token.NAME && at.lexer.lookAhead() == Token.NAME;
    if (modifier) {
      at.next();
    }
    type();
    if (at.token() == '(') {
      signature();
    } else {
      ofVariable();
    }
  }
}
