package org.moonwire.engine.compiler;

import org.luaj.vm2.Lua;
import org.moonwire.engine.compiler.Expression.Kind;

/** Parses one table constructor (Lua manual 5.2, section 3.4.8). */
final class TableParser {
  private static final int BATCH = Lua.LFIELDS_PER_FLUSH;
  private static final int MAX_ITEMS = Integer.MAX_VALUE - 2;

  private final Cursor at;
  private final ExpressionParser parser;
  private final FunctionBuilder f;
  private Expression table;
  private int items;
  private int fields;

  /** Items in registers that are not in the table yet. */
  private int waiting;

  /** The last item, not in a register yet. */
  private Expression last = new Expression();

  TableParser(Cursor at, ExpressionParser parser) {
    this.at = at;
    this.parser = parser;
    this.f = at.f;
  }

  Expression parse() {
    int line = at.line();
    int pc = f.code.emit(Lua.OP_NEWTABLE, 0, 0, 0);
    table = new Expression(Kind.RELOCATABLE, pc);
    f.expressions.toNext(table);
    at.expect('{');
    while (at.token() != '}') {
      closeItem();
      element();
      if (!at.accept(',') && !at.accept(';')) {
        break;
      }
    }
    at.expectClosing('}', '{', line);
    closeLast();
    f.code.setB(pc, floatingByte(items));
    f.code.setC(pc, floatingByte(fields));
    return table;
  }

  private void element() {
    int token = at.token();
    if (token == '[' || (token == Token.NAME && at.lexer.lookAhead() == '=')) {
      field();
      return;
    }
    last = parser.expression();
    f.checkLimit(items, MAX_ITEMS, "items in a constructor");
    items++;
    waiting++;
  }

  private void field() {
    int free = f.free;
    Expression key =
        at.token() == Token.NAME ? f.expressions.string(at.name()) : parser.bracketed();
    fields++;
    at.expect('=');
    int keyOperand = f.expressions.toOperand(key);
    Expression value = parser.expression();
    int operand = f.expressions.toOperand(value);
    f.code.emit(Lua.OP_SETTABLE, table.index, keyOperand, operand);
    f.free = free;
  }

  private void closeItem() {
    if (last.kind == Kind.VOID) {
      return;
    }
    f.expressions.toNext(last);
    last.kind = Kind.VOID;
    if (waiting == BATCH) {
      store(waiting);
      waiting = 0;
    }
  }

  private void closeLast() {
    if (waiting == 0) {
      return;
    }
    if (last.isOpen()) {
      f.expressions.several(last, -1);
      store(0);
      items--;
      return;
    }
    if (last.kind != Kind.VOID) {
      f.expressions.toNext(last);
    }
    store(waiting);
  }

  /** Puts {@code count} registers into the table, 0 for all there are. */
  private void store(int count) {
    int batch = (items - 1) / BATCH + 1;
    if (batch <= Lua.MAXARG_C) {
      f.code.emit(Lua.OP_SETLIST, table.index, count, batch);
    } else {
      f.code.emit(Lua.OP_SETLIST, table.index, count, 0);
      f.code.emitRaw(batch);
    }
    f.free = table.index + 1;
  }

  /** A size as five bits of exponent and three of mantissa, rounded up. */
  private static int floatingByte(int size) {
    if (size < 8) {
      return size;
    }
    int exponent = 1;
    int mantissa = size;
    while (mantissa >= 16) {
      mantissa = (mantissa + 1) >> 1;
      exponent++;
    }
    return (exponent << 3) | (mantissa - 8);
  }
}
