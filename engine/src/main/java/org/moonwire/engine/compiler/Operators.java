package org.moonwire.engine.compiler;

import org.luaj.vm2.Lua;
import org.luaj.vm2.LuaNumber;
import org.moonwire.engine.compiler.Expression.Kind;
import org.moonwire.engine.core.NumberModel;
import org.moonwire.engine.core.Opcodes54;

/** Code for the operators (Lua manual 5.2, sections 3.4.1 to 3.4.6; 5.4, 3.4.1 to 3.4.7). */
final class Operators {
  /** The priority of what is to the right of a unary operator. */
  static final int UNARY = 12;

  /** The binary operators: how tightly each binds to what is left and right of it. */
  enum Binary {
    ADD(10, 10, Lua.OP_ADD),
    SUB(10, 10, Lua.OP_SUB),
    MUL(11, 11, Lua.OP_MUL),
    DIV(11, 11, Lua.OP_DIV),
    MOD(11, 11, Lua.OP_MOD),
    POW(14, 13, Lua.OP_POW),
    INTEGER_DIVISION(11, 11, Opcodes54.IDIV),
    BIT_AND(6, 6, Opcodes54.BAND),
    BIT_OR(4, 4, Opcodes54.BOR),
    BIT_XOR(5, 5, Opcodes54.BXOR),
    SHIFT_LEFT(7, 7, Opcodes54.SHL),
    SHIFT_RIGHT(7, 7, Opcodes54.SHR),
    CONCAT(9, 8, Lua.OP_CONCAT),
    EQUAL(3, 3, Lua.OP_EQ),
    NOT_EQUAL(3, 3, Lua.OP_EQ),
    LESS(3, 3, Lua.OP_LT),
    LESS_EQUAL(3, 3, Lua.OP_LE),
    GREATER(3, 3, Lua.OP_LT),
    GREATER_EQUAL(3, 3, Lua.OP_LE),
    AND(2, 2, -1),
    OR(1, 1, -1);

    final int left;
    final int right;
    final int opcode;

    Binary(int left, int right, int opcode) {
      this.left = left;
      this.right = right;
      this.opcode = opcode;
    }

    /** True for operators that level 5.2 does not have though it has their tokens. */
    boolean isOfBits() {
      return this == BIT_AND || this == BIT_OR || this == BIT_XOR;
    }

    /** The operator that a token stands for at some level; null if it is none. */
    static Binary of(int token) {
      return switch (token) {
        case '+' -> ADD;
        case '-' -> SUB;
        case '*' -> MUL;
        case '/' -> DIV;
        case '%' -> MOD;
        case '^' -> POW;
        case Token.INTEGER_DIVISION -> INTEGER_DIVISION;
        case '&' -> BIT_AND;
        case '|' -> BIT_OR;
        case '~' -> BIT_XOR;
        case Token.SHIFT_LEFT -> SHIFT_LEFT;
        case Token.SHIFT_RIGHT -> SHIFT_RIGHT;
        case Token.CONCAT -> CONCAT;
        case Token.EQUAL -> EQUAL;
        case Token.NOT_EQUAL -> NOT_EQUAL;
        case '<' -> LESS;
        case Token.LESS_EQUAL -> LESS_EQUAL;
        case '>' -> GREATER;
        case Token.GREATER_EQUAL -> GREATER_EQUAL;
        case Token.AND -> AND;
        case Token.OR -> OR;
        default -> null;
      };
    }
  }

  private Operators() {}

  /** Applies {@code -}, {@code ~}, {@code #} or {@code not} of {@code line} to its operand. */
  static void unary(FunctionBuilder f, int operator, Expression e, int line) {
    if (operator == Token.NOT) {
      f.expressions.not(e);
    } else if (operator == '-' && e.isNumeral()) {
      e.number = numbers(f).negate((LuaNumber) e.number);
    } else if (operator != '~' || !e.isNumeral() || !fold(f, Opcodes54.BNOT, e, e)) {
      f.expressions.toAny(e);
      int operand = f.expressions.toOperand(e);
      f.expressions.release(e);
      emit(f, ofUnary(operator), e, operand, 0, line);
    }
  }

  private static int ofUnary(int operator) {
    return switch (operator) {
      case '-' -> Lua.OP_UNM;
      case '~' -> Opcodes54.BNOT;
      default -> Lua.OP_LEN;
    };
  }

  private static NumberModel numbers(FunctionBuilder f) {
    return f.lexer.syntax.numbers();
  }

  /** What has to happen to the left operand before the right one is parsed. */
  static void before(FunctionBuilder f, Binary operator, Expression left) {
    switch (operator) {
      case AND -> f.expressions.goIfTrue(left);
      case OR -> f.expressions.goIfFalse(left);
      case CONCAT -> f.expressions.toNext(left);
      case EQUAL, NOT_EQUAL, LESS, LESS_EQUAL, GREATER, GREATER_EQUAL ->
          f.expressions.toOperand(left);
      default -> {
        if (!left.isNumeral()) {
          f.expressions.toOperand(left);
        }
      }
    }
  }

  /** Joins both operands into {@code left}. */
  static void after(
      FunctionBuilder f, Binary operator, Expression left, Expression right, int line) {
    switch (operator) {
      case AND -> {
        f.expressions.load(right);
        right.whenFalse = Jumps.join(right.whenFalse, left.whenFalse);
        left.become(right);
      }
      case OR -> {
        f.expressions.load(right);
        right.whenTrue = Jumps.join(right.whenTrue, left.whenTrue);
        left.become(right);
      }
      case CONCAT -> concatenate(f, left, right, line);
      case EQUAL, LESS, LESS_EQUAL -> compare(f, operator.opcode, left, right, true, false);
      case NOT_EQUAL -> compare(f, operator.opcode, left, right, false, false);
      case GREATER, GREATER_EQUAL -> compare(f, operator.opcode, left, right, true, true);
      default -> calculate(f, operator, left, right, line);
    }
  }

  /** A chain of concatenations is one instruction over neighbouring registers. */
  private static void concatenate(FunctionBuilder f, Expression left, Expression right, int line) {
    f.expressions.toValue(right);
    if (right.kind == Kind.RELOCATABLE && f.code.opcode(right.index) == Lua.OP_CONCAT) {
      f.expressions.release(left);
      f.code.setB(right.index, left.index);
      left.become(Kind.RELOCATABLE, right.index);
      return;
    }
    f.expressions.toNext(right);
    f.expressions.release(right);
    f.expressions.release(left);
    emit(f, Lua.OP_CONCAT, left, left.index, right.index, line);
  }

  private static void compare(
      FunctionBuilder f,
      int op,
      Expression left,
      Expression right,
      boolean expected,
      boolean swapped) {
    int a = f.expressions.toOperand(left);
    int b = f.expressions.toOperand(right);
    f.expressions.release(right);
    f.expressions.release(left);
    left.jump = f.code.test(op, expected ? 1 : 0, swapped ? b : a, swapped ? a : b);
    left.become(Kind.JUMP, f.code.here() - 1);
  }

  private static void calculate(
      FunctionBuilder f, Binary operator, Expression left, Expression right, int line) {
    if (left.isNumeral() && right.isNumeral() && fold(f, operator.opcode, left, right)) {
      return;
    }
    int b = f.expressions.toOperand(right);
    int a = f.expressions.toOperand(left);
    Expression first = a > b ? left : right;
    f.expressions.release(first);
    f.expressions.release(first == left ? right : left);
    emit(f, operator.opcode, left, a, b, line);
  }

  private static void emit(FunctionBuilder f, int op, Expression e, int b, int c, int line) {
    e.become(Kind.RELOCATABLE, f.code.emit(op, 0, b, c));
    f.code.setLine(line);
  }

  /** Calculates now what is the same at any time; what is no number is left to the run. */
  private static boolean fold(FunctionBuilder f, int op, Expression left, Expression right) {
    LuaNumber result = numbers(f).fold(op, (LuaNumber) left.number, (LuaNumber) right.number);
    if (result == null) {
      return false;
    }
    left.number = result;
    return true;
  }
}
