package org.moonwire.engine.compiler;

import java.util.ArrayList;
import java.util.List;
import org.luaj.vm2.Lua;
import org.luaj.vm2.LuaString;
import org.moonwire.engine.compiler.Expression.Kind;

/** Parses statements (Lua manual 5.2, section 3.3) except loops. */
final class StatementParser {
  private final Cursor at;
  private final ExpressionParser expressions;
  private final LoopParser loops;

  StatementParser(Cursor at) {
    this.at = at;
    this.expressions = new ExpressionParser(at, this);
    this.loops = new LoopParser(at, this, expressions);
  }

  /** Parses the statements of a block, whose scope is open, up to what ends it. */
  void block() {
    while (at.token() != Token.UNTIL && !Token.endsBlock(at.token())) {
      boolean last = at.token() == Token.RETURN;
      statement();
      if (last) {
        return;
      }
    }
  }

  /** Parses a block in a scope of its own. */
  void scopedBlock() {
    Blocks.enter(at.f, false);
    block();
    Blocks.leave(at.f);
  }

  private void statement() {
    int line = at.line();
    at.enterLevel();
    switch (at.token()) {
      case ';' -> at.next();
      case Token.IF -> conditional(line);
      case Token.WHILE -> loops.whileLoop(line);
      case Token.DO -> {
        at.next();
        scopedBlock();
        at.expectClosing(Token.END, Token.DO, line);
      }
      case Token.FOR -> loops.forLoop(line);
      case Token.REPEAT -> loops.repeatLoop(line);
      case Token.FUNCTION -> function(line);
      case Token.LOCAL -> {
        at.next();
        if (at.accept(Token.FUNCTION)) {
          localFunction();
        } else {
          local();
        }
      }
      case Token.DOUBLE_COLON -> {
        at.next();
        label(at.name(), line);
      }
      case Token.RETURN -> {
        at.next();
        returned();
      }
      case Token.BREAK, Token.GOTO -> jump(at.f.code.jump());
      default -> {
        if (!at.types.declaration()) {
          callOrAssignment();
        }
      }
    }
    at.f.free = at.f.visible();
    at.leaveLevel();
  }

  private void conditional(int line) {
    Jumps toEnd = branch(null);
    while (at.token() == Token.ELSEIF) {
      toEnd = branch(toEnd);
    }
    if (at.accept(Token.ELSE)) {
      scopedBlock();
    }
    at.expectClosing(Token.END, Token.IF, line);
    at.f.code.patchHere(toEnd);
  }

  /** Parses {@code if c then block} or {@code elseif c then block}; adds the jump to the end. */
  private Jumps branch(Jumps toEnd) {
    FunctionBuilder f = at.f;
    at.next();
    Expression condition = expressions.expression();
    at.expect(Token.THEN);
    Jumps otherwise;
    if (at.token() == Token.GOTO || at.token() == Token.BREAK) {
      f.expressions.goIfFalse(condition);
      Blocks.enter(f, false);
      jump(condition.whenTrue);
      skipSemicolons();
      if (Token.endsBlock(at.token())) {
        Blocks.leave(f);
        return toEnd;
      }
      otherwise = f.code.jump();
    } else {
      f.expressions.goIfTrue(condition);
      Blocks.enter(f, false);
      otherwise = condition.whenFalse;
    }
    block();
    Blocks.leave(f);
    Jumps all = toEnd;
    if (at.token() == Token.ELSE || at.token() == Token.ELSEIF) {
      all = Jumps.join(toEnd, f.code.jump());
    }
    f.code.patchHere(otherwise);
    return all;
  }

  /** Parses {@code goto name} or {@code break}, which {@code jumps} are to perform. */
  private void jump(Jumps jumps) {
    int line = at.line();
    LuaString name = Blocks.BREAK;
    if (at.accept(Token.GOTO)) {
      name = at.name();
    } else {
      at.next();
    }
    Blocks.jump(at.f, name, jumps, line);
  }

  /** A label that only empty statements follow in its block counts as behind the variables. */
  private void label(LuaString name, int line) {
    FunctionBuilder f = at.f;
    Blocks.checkUnused(f, name);
    at.expect(Token.DOUBLE_COLON);
    List<LexicalScope.Label> labels = f.scope.labels;
    int index = labels.size();
    int pc = f.code.target();
    labels.add(new LexicalScope.Label(name, pc, line, f.visible()));
    skipEmptyStatements();
    if (Token.endsBlock(at.token())) {
      labels.set(index, new LexicalScope.Label(name, pc, line, f.scope.variables));
    }
    Blocks.connectEarlier(f, labels.get(index));
  }

  /** No label: a goto back to one must not meet the jump over what follows it. */
  private void skipSemicolons() {
    while (at.token() == ';') {
      at.next();
    }
  }

  private void skipEmptyStatements() {
    while (at.token() == ';' || at.token() == Token.DOUBLE_COLON) {
      statement();
    }
  }

  private void function(int line) {
    at.next();
    Expression variable = expressions.variable();
    while (at.token() == '.') {
      expressions.field(variable);
    }
    boolean method = at.token() == ':';
    if (method) {
      expressions.field(variable);
    }
    checkVariable(variable);
    Expression body = expressions.function(method, line);
    at.f.expressions.store(variable, body);
    at.f.code.setLine(line);
  }

  private void localFunction() {
    at.f.declare(at.name());
    at.f.show(1);
    Expression body = expressions.function(false, at.line());
    at.f.restart(body.index);
  }

  private void local() {
    int variables = 0;
    int closed = -1;
    do {
      at.f.declare(at.name());
      at.types.ofVariable();
      if (at.lexer.syntax.hasAttributes() && at.accept('<') && attribute()) {
        if (closed >= 0) {
          throw at.lexer.errorAlone("multiple to-be-closed variables in local list");
        }
        closed = at.f.visible() + variables;
      }
      variables++;
    } while (at.accept(','));
    Expression last = new Expression();
    int values = at.accept('=') ? expressions.list(last) : 0;
    adjust(variables, values, last);
    at.f.show(variables);
    if (closed >= 0) {
      at.f.closeAtEnd(closed);
    }
  }

  /** Parses what follows {@code <} after a name that was declared; true if it is to be closed. */
  private boolean attribute() {
    String attribute = at.name().tojstring();
    at.expect('>');
    boolean closes = attribute.equals("close");
    if (!closes && !attribute.equals("const")) {
      throw at.lexer.errorAlone("unknown attribute '" + attribute + "'");
    }
    at.f.makeReadOnly();
    return closes;
  }

  /** Makes {@code wanted} values out of those that were parsed, the last of them still open. */
  void adjust(int wanted, int values, Expression last) {
    FunctionBuilder f = at.f;
    int missing = wanted - values;
    if (last.isOpen()) {
      int results = Math.max(missing + 1, 0);
      f.expressions.several(last, results);
      if (results > 1) {
        f.reserve(results - 1);
      }
      return;
    }
    if (last.kind != Kind.VOID) {
      f.expressions.toNext(last);
    }
    if (missing > 0) {
      int first = f.free;
      f.reserve(missing);
      f.expressions.loadNil(first, missing);
    }
  }

  private void returned() {
    FunctionBuilder f = at.f;
    int first = 0;
    int count = 0;
    if (at.token() != ';' && at.token() != Token.UNTIL && !Token.endsBlock(at.token())) {
      Expression last = new Expression();
      count = expressions.list(last);
      first = f.visible();
      if (last.isOpen()) {
        f.expressions.several(last, -1);
        if (last.kind == Kind.CALL && count == 1 && !f.scope.closes) {
          f.code.makeTailCall(last.index);
        }
        count = -1;
      } else if (count == 1) {
        first = f.expressions.toAny(last);
      } else {
        f.expressions.toNext(last);
      }
    }
    f.code.emit(Lua.OP_RETURN, first, count + 1, 0);
    at.accept(';');
  }

  private void callOrAssignment() {
    Expression e = expressions.suffixed();
    if (at.token() == '=' || at.token() == ',') {
      assignment(e);
    } else if (e.kind == Kind.CALL) {
      at.f.code.setC(e.index, 1);
    } else {
      throw at.lexer.error("syntax error");
    }
  }

  private void assignment(Expression first) {
    FunctionBuilder f = at.f;
    List<Expression> targets = new ArrayList<>(1);
    targets.add(checkVariable(first));
    while (at.accept(',')) {
      Expression next = expressions.suffixed();
      if (!next.isIndexed()) {
        protect(targets, next);
      }
      at.checkLevels(targets.size());
      targets.add(checkVariable(next));
    }
    at.expect('=');
    Expression last = new Expression();
    int values = expressions.list(last);
    int to = targets.size();
    if (values == to) {
      f.expressions.one(last);
      f.expressions.store(targets.get(--to), last);
    } else {
      adjust(to, values, last);
      f.free -= Math.max(values - to, 0);
    }
    while (to > 0) {
      f.expressions.store(targets.get(--to), new Expression(Kind.REGISTER, f.free - 1));
    }
  }

  private Expression checkVariable(Expression e) {
    if (!e.isVariable()) {
      throw at.lexer.error("syntax error");
    }
    boolean named = e.kind == Kind.LOCAL || e.kind == Kind.UPVALUE;
    if (named && e.readOnlyName != null) {
      throw at.lexer.errorAlone(
          "attempt to assign to const variable '" + e.readOnlyName.tojstring() + "'");
    }
    return e;
  }

  /**
   * A variable that earlier targets use as table or key is assigned before they are: they get a
   * copy of its value.
   */
  private void protect(List<Expression> targets, Expression assigned) {
    FunctionBuilder f = at.f;
    int copy = f.free;
    boolean used = false;
    boolean local = assigned.kind == Kind.LOCAL;
    for (Expression target : targets) {
      Kind table = local ? Kind.INDEXED : Kind.INDEXED_UPVALUE;
      if (target.kind == table && target.index == assigned.index) {
        target.become(Kind.INDEXED, copy);
        used = true;
      }
      if (local && target.isIndexed() && target.key == assigned.index) {
        target.key = copy;
        used = true;
      }
    }
    if (used) {
      f.code.emit(local ? Lua.OP_MOVE : Lua.OP_GETUPVAL, copy, assigned.index, 0);
      f.reserve(1);
    }
  }
}
