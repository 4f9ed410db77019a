package org.moonwire.engine.compiler;

import org.luaj.vm2.Lua;
import org.luaj.vm2.LuaInteger;
import org.luaj.vm2.LuaString;
import org.moonwire.engine.compiler.Expression.Kind;

/** Parses {@code while}, {@code repeat} and {@code for}. */
final class LoopParser {
  private static final LuaString[] NUMERIC = {
    LuaString.valueOf("(for index)"),
    LuaString.valueOf("(for limit)"),
    LuaString.valueOf("(for step)")
  };
  private static final LuaString[] GENERIC = {
    LuaString.valueOf("(for generator)"),
    LuaString.valueOf("(for state)"),
    LuaString.valueOf("(for control)")
  };
  private static final LuaString CLOSED = LuaString.valueOf("(for state)");
  private static final int HIDDEN = 3;

  private final Cursor at;
  private final StatementParser statements;
  private final ExpressionParser expressions;

  LoopParser(Cursor at, StatementParser statements, ExpressionParser expressions) {
    this.at = at;
    this.statements = statements;
    this.expressions = expressions;
  }

  void whileLoop(int line) {
    at.next();
    Code code = at.f.code;
    int start = code.target();
    Jumps exit = condition();
    Blocks.enter(at.f, true);
    at.expect(Token.DO);
    statements.scopedBlock();
    code.patch(code.jump(), start);
    at.expectClosing(Token.END, Token.WHILE, line);
    Blocks.leave(at.f);
    code.patchHere(exit);
  }

  void repeatLoop(int line) {
    FunctionBuilder f = at.f;
    int start = f.code.target();
    Blocks.enter(f, true);
    LexicalScope body = Blocks.enter(f, false);
    at.next();
    statements.block();
    at.expectClosing(Token.UNTIL, Token.REPEAT, line);
    Jumps again = condition();
    if (body.captured) {
      f.code.close(again, body.variables);
    }
    Blocks.leave(f);
    f.code.patch(again, start);
    Blocks.leave(f);
  }

  /** Parses a condition; the result are the jumps taken where it is false. */
  private Jumps condition() {
    Expression e = expressions.expression();
    if (e.kind == Kind.NIL) {
      e.kind = Kind.FALSE;
    }
    at.f.expressions.goIfTrue(e);
    return e.whenFalse;
  }

  void forLoop(int line) {
    Blocks.enter(at.f, true);
    at.next();
    LuaString name = at.name();
    at.types.ofVariable();
    switch (at.token()) {
      case '=' -> numeric(name, line);
      case ',', Token.IN -> generic(name);
      default -> throw at.lexer.error("'=' or 'in' expected");
    }
    at.expectClosing(Token.END, Token.FOR, line);
    Blocks.leave(at.f);
  }

  private void numeric(LuaString name, int line) {
    FunctionBuilder f = at.f;
    int base = f.free;
    declare(NUMERIC);
    f.declare(name);
    at.next();
    value();
    at.expect(',');
    value();
    if (at.accept(',')) {
      value();
    } else {
      f.expressions.loadConstant(f.free, f.constant(LuaInteger.valueOf(1)));
      f.reserve(1);
    }
    f.show(HIDDEN);
    at.expect(Token.DO);
    int prepare = f.code.emitWide(Lua.OP_FORPREP, base, 0);
    body(1);
    f.code.setTarget(prepare, f.code.target());
    int loop = f.code.emitWide(Lua.OP_FORLOOP, base, 0);
    f.code.setTarget(loop, prepare + 1);
    f.code.setLine(line);
  }

  private void generic(LuaString first) {
    FunctionBuilder f = at.f;
    int closed = at.lexer.syntax.hasAttributes() ? 1 : 0;
    if (closed > 0) {
      f.declare(CLOSED);
      f.reserve(1);
    }
    int base = f.free;
    declare(GENERIC);
    f.declare(first);
    int names = 1;
    while (at.accept(',')) {
      f.declare(at.name());
      at.types.ofVariable();
      names++;
    }
    at.expect(Token.IN);
    int line = at.line();
    Expression last = new Expression();
    int values = expressions.list(last);
    statements.adjust(HIDDEN + closed, values, last);
    f.free -= closed;
    f.checkRegisters(HIDDEN);
    f.show(HIDDEN + closed);
    if (closed > 0) {
      // The fourth value comes last, and the loop's own variables are to take its register.
      f.code.emit(Lua.OP_MOVE, base - 1, base + HIDDEN, 0);
      f.closeAtEnd(base - 1);
    }
    at.expect(Token.DO);
    Jumps prepare = f.code.jump();
    int start = f.code.here();
    body(names);
    f.code.patchHere(prepare);
    f.code.emit(Lua.OP_TFORCALL, base, 0, names);
    f.code.setLine(line);
    int loop = f.code.emitWide(Lua.OP_TFORLOOP, base + 2, 0);
    f.code.setTarget(loop, start);
    f.code.setLine(line);
  }

  private void body(int names) {
    FunctionBuilder f = at.f;
    Blocks.enter(f, false);
    f.show(names);
    f.reserve(names);
    statements.scopedBlock();
    Blocks.leave(f);
  }

  private void declare(LuaString[] names) {
    for (LuaString name : names) {
      at.f.declare(name);
    }
  }

  private void value() {
    at.f.expressions.toNext(expressions.expression());
  }
}
