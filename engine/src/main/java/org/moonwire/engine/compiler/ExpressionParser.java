package org.moonwire.engine.compiler;

import org.luaj.vm2.Lua;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.Prototype;
import org.moonwire.engine.compiler.Expression.Kind;
import org.moonwire.engine.compiler.Operators.Binary;

/** Parses expressions (Lua manual 5.2, section 3.4). */
final class ExpressionParser {
  private static final LuaString ENVIRONMENT = LuaString.valueOf("_ENV");
  private static final LuaString SELF = LuaString.valueOf("self");
  private static final int ALL = -1;

  private final Cursor at;
  private final StatementParser statements;

  ExpressionParser(Cursor at, StatementParser statements) {
    this.at = at;
    this.statements = statements;
  }

  Expression expression() {
    return operands(0);
  }

  /** Parses {@code a, b, c}: all but {@code last} are in registers. Returns how many there are. */
  int list(Expression last) {
    int n = 1;
    last.become(expression());
    while (at.accept(',')) {
      at.f.expressions.toNext(last);
      last.become(expression());
      n++;
    }
    return n;
  }

  /** Parses an operand and all operators after it that bind tighter than {@code limit}. */
  private Expression operands(int limit) {
    at.enterLevel();
    Expression left = operand();
    Binary operator = at.lexer.syntax.binary(at.token());
    while (operator != null && operator.left > limit) {
      int line = at.line();
      at.next();
      Operators.before(at.f, operator, left);
      Expression right = operands(operator.right);
      Operators.after(at.f, operator, left, right, line);
      operator = at.lexer.syntax.binary(at.token());
    }
    at.leaveLevel();
    return left;
  }

  private Expression operand() {
    int token = at.token();
    if (!at.lexer.syntax.isUnary(token)) {
      Expression e = simple();
      at.types.casts(token);
      return e;
    }
    int line = at.line();
    at.next();
    Expression e = operands(Operators.UNARY);
    Operators.unary(at.f, token, e, line);
    return e;
  }

  private Expression simple() {
    Expression e;
    switch (at.token()) {
      case Token.NUMBER:
        e = Expression.number(at.lexer.number);
        break;
      case Token.STRING:
        e = at.f.expressions.string(at.lexer.string);
        break;
      case Token.NIL:
        e = new Expression(Kind.NIL, 0);
        break;
      case Token.TRUE:
        e = new Expression(Kind.TRUE, 0);
        break;
      case Token.FALSE:
        e = new Expression(Kind.FALSE, 0);
        break;
      case Token.DOTS:
        if (!at.f.vararg) {
          throw at.lexer.error("cannot use '...' outside a vararg function");
        }
        e = new Expression(Kind.VARARG, at.f.code.emit(Lua.OP_VARARG, 0, 1, 0));
        break;
      case '{':
        return new TableParser(at, this).parse();
      case Token.FUNCTION:
        at.next();
        return function(false, at.line());
      default:
        return suffixed();
    }
    at.next();
    return e;
  }

  /** Parses a variable, a call, or anything in parentheses, with all that is appended to it. */
  Expression suffixed() {
    int line = at.line();
    Expression e = primary();
    while (true) {
      switch (at.token()) {
        case '.':
          field(e);
          break;
        case '[':
          at.f.expressions.toAnyOrUpvalue(e);
          at.f.expressions.index(e, bracketed());
          break;
        case ':':
          at.next();
          at.f.expressions.method(e, at.name());
          arguments(e, line);
          break;
        case '(':
        case '{':
        case Token.STRING:
          at.f.expressions.toNext(e);
          arguments(e, line);
          break;
        default:
          if (!at.types.isNotNil()) {
            return e;
          }
          at.next();
      }
    }
  }

  private Expression primary() {
    if (at.token() == Token.NAME) {
      return variable();
    }
    if (at.token() != '(') {
      throw at.lexer.error("unexpected symbol");
    }
    int line = at.line();
    at.next();
    Expression e = expression();
    at.expectClosing(')', '(', line);
    at.f.expressions.load(e);
    return e;
  }

  /** Parses a name: a local variable, an upvalue, or a field of {@code _ENV}. */
  Expression variable() {
    LuaString name = at.name();
    Expression found = at.f.find(name);
    if (found != null) {
      return found;
    }
    at.types.checkVariable(name);
    Expression environment = at.f.find(ENVIRONMENT);
    at.f.expressions.index(environment, at.f.expressions.string(name));
    return environment;
  }

  /** Parses {@code .name} or {@code :name} after a table. */
  void field(Expression table) {
    at.f.expressions.toAnyOrUpvalue(table);
    at.next();
    at.f.expressions.index(table, at.f.expressions.string(at.name()));
  }

  /** Parses {@code [key]}. */
  Expression bracketed() {
    at.next();
    Expression key = expression();
    at.f.expressions.toValue(key);
    at.expect(']');
    return key;
  }

  private void arguments(Expression function, int line) {
    Expression last = new Expression();
    switch (at.token()) {
      case '(':
        at.next();
        if (at.token() != ')') {
          list(last);
          at.f.expressions.several(last, ALL);
        }
        at.expectClosing(')', '(', line);
        break;
      case '{':
        last = new TableParser(at, this).parse();
        break;
      case Token.STRING:
        last = at.f.expressions.string(at.lexer.string);
        at.next();
        break;
      default:
        throw at.lexer.error("function arguments expected");
    }
    call(function, last, line);
  }

  private void call(Expression function, Expression last, int line) {
    FunctionBuilder f = at.f;
    int base = function.index;
    int arguments = ALL;
    if (!last.isOpen()) {
      if (last.kind != Kind.VOID) {
        f.expressions.toNext(last);
      }
      arguments = f.free - (base + 1);
    }
    function.become(Kind.CALL, f.code.emit(Lua.OP_CALL, base, arguments + 1, 2));
    f.code.setLine(line);
    f.free = base + 1;
  }

  /** Parses parameters and body of a function; {@code line} is the one of its beginning. */
  Expression function(boolean method, int line) {
    at.types.parameters();
    at.openFunction(line);
    at.expect('(');
    if (method) {
      at.f.declare(SELF);
      at.f.show(1);
    }
    parameters();
    at.expect(')');
    at.types.results();
    statements.block();
    int lastLine = at.line();
    at.expectClosing(Token.END, Token.FUNCTION, line);
    Prototype p = at.closeFunction(lastLine);
    int closure = at.f.code.emitWide(Lua.OP_CLOSURE, 0, at.f.add(p));
    Expression e = new Expression(Kind.RELOCATABLE, closure);
    at.f.expressions.toNext(e);
    return e;
  }

  private void parameters() {
    int n = 0;
    if (at.token() != ')') {
      do {
        if (at.token() == Token.NAME) {
          at.f.declare(at.name());
          n++;
          at.types.ofVariable();
        } else if (at.accept(Token.DOTS)) {
          at.f.vararg = true;
          at.types.ofVariable();
        } else {
          throw at.lexer.error("<name> or '...' expected");
        }
      } while (!at.f.vararg && at.accept(','));
    }
    at.f.show(n);
    at.f.parameters = at.f.visible();
    at.f.reserve(at.f.visible());
  }
}
