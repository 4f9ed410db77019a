package org.moonwire.engine.jit;

import static org.moonwire.engine.core.CompiledExit.BOXED;
import static org.moonwire.engine.core.CompiledExit.DOUBLE;
import static org.moonwire.engine.core.CompiledExit.INTEGER;

import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaValue;
import org.moonwire.engine.core.Int64;
import org.moonwire.engine.core.SeenNumbers;

/**
 * Level 5.4: an integer is at hand as a {@code long}, a float as a {@code double}, and neither may
 * be taken for the other. What operands are is guessed from what the interpreter has seen.
 */
final class SubtypeKinds implements NumberKinds {
  /** Null if it has seen nothing. */
  private final short[] seen;

  SubtypeKinds(SeenNumbers numbers) {
    seen = numbers == null ? null : numbers.snapshot();
  }

  @Override
  public int of(LuaValue constant) {
    return Int64.is(constant) ? INTEGER : constant instanceof LuaNumber ? DOUBLE : BOXED;
  }

  @Override
  public int join(int x, int y) {
    return BOXED;
  }

  @Override
  public int expected(int i, int operand) {
    if (seen == null) {
      return 0;
    }
    return switch (SeenNumbers.of(seen, i, operand)) {
      case SeenNumbers.INTEGER -> INTEGER;
      case SeenNumbers.FLOAT -> DOUBLE;
      default -> 0;
    };
  }

  @Override
  public int expectedWith(int i, int operand, LuaValue other) {
    return expected(i, operand);
  }

  @Override
  public int compared(int i, int x, int y) {
    int first = x != 0 ? x : expected(i, 0);
    int second = y != 0 ? y : expected(i, 1);
    return first == second ? first : 0;
  }

  @Override
  public boolean isOther(int i, int operand) {
    return seen != null && (SeenNumbers.of(seen, i, operand) & SeenNumbers.OTHER) != 0;
  }

  @Override
  public String test(int kind) {
    return kind == INTEGER ? "isLong" : "isFloat";
  }

  @Override
  public String unbox(int kind) {
    return kind == INTEGER ? "longOf" : "floatOf";
  }

  @Override
  public String box(int kind) {
    return kind == INTEGER ? "boxLong" : "boxFloat";
  }

  @Override
  public String key(int kind) {
    return kind == INTEGER ? "Long" : "Float";
  }
}
