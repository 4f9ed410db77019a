package org.moonwire.engine.lib;

import java.util.function.DoubleUnaryOperator;
import java.util.function.Supplier;
import org.luaj.vm2.LuaInteger;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.core.Args;
import org.moonwire.engine.core.BadArgumentException;
import org.moonwire.engine.core.Builtin;
import org.moonwire.engine.core.LuaRuntimeException;
import org.moonwire.engine.core.NumberFormat;

/** The library {@code math} (Lua manual 5.2, section 6.6). */
public final class MathLib {
  private static final Library LIBRARY =
      Library.of(
          unary("abs", Math::abs),
          unary("acos", Math::acos),
          unary("asin", Math::asin),
          unary("atan", Math::atan),
          Builtin.leaf(
              "atan2",
              args -> NumberFormat.of(Math.atan2(Args.number(args, 1), Args.number(args, 2)))),
          unary("ceil", Math::ceil),
          unary("cos", Math::cos),
          unary("cosh", Math::cosh),
          unary("deg", x -> x / (Math.PI / 180)),
          unary("exp", Math::exp),
          Builtin.leaf("floor", MathLib::floor, Shortcuts.FLOOR),
          Builtin.leaf(
              "fmod", args -> NumberFormat.of(Args.number(args, 1) % Args.number(args, 2))),
          Builtin.leaf("frexp", MathLib::frexp),
          Builtin.leaf("ldexp", MathLib::ldexp),
          Builtin.leaf("log", MathLib::log),
          unary("log10", Math::log10),
          Builtin.leaf("max", MathLib::max),
          Builtin.leaf("min", MathLib::min),
          Builtin.leaf("modf", MathLib::modf),
          Builtin.leaf(
              "pow",
              args ->
                  NumberFormat.of(NumberFormat.pow(Args.number(args, 1), Args.number(args, 2)))),
          unary("rad", x -> x * (Math.PI / 180)),
          unary("sin", Math::sin),
          unary("sinh", Math::sinh),
          unary("sqrt", Math::sqrt),
          unary("tan", Math::tan),
          unary("tanh", Math::tanh));

  private MathLib() {}

  /** A new table of the library with a random generator of its own. */
  public static LuaTable create() {
    LibraryState state = new LibraryState();
    return create(() -> state);
  }

  /**
   * A new table of the library; {@code state} gives the random generator of the realm that calls.
   */
  public static LuaTable create(Supplier<LibraryState> state) {
    LuaTable table = LIBRARY.table();
    table.rawset(LuaString.valueOf("huge"), NumberFormat.of(Double.POSITIVE_INFINITY));
    table.rawset(LuaString.valueOf("pi"), NumberFormat.of(Math.PI));
    Library.put(table, Builtin.leaf("random", args -> random(args, state.get().nextRandom())));
    Library.put(table, Builtin.leaf("randomseed", args -> seed(args, state.get())));
    return table;
  }

  private static Builtin unary(String name, DoubleUnaryOperator function) {
    return Builtin.leaf(
        name, args -> NumberFormat.of(function.applyAsDouble(Args.number(args, 1))));
  }

  private static Varargs floor(Varargs args) {
    LuaValue v = args.arg1();
    return v instanceof LuaInteger ? v : NumberFormat.of(Math.floor(Args.number(args, 1)));
  }

  private static Varargs frexp(Varargs args) {
    double x = Args.number(args, 1);
    if (x == 0 || Double.isNaN(x) || Double.isInfinite(x)) {
      return LuaValue.varargsOf(NumberFormat.of(x), LuaInteger.valueOf(0));
    }
    int exponent = Math.getExponent(x);
    if (exponent < Double.MIN_EXPONENT) {
      exponent = Math.getExponent(x * 0x1p54) - 54;
    }
    // In two steps, because the scale of a subnormal number is no double.
    double half = Math.scalb(Math.scalb(x, -exponent / 2), -exponent - -exponent / 2 - 1);
    return LuaValue.varargsOf(NumberFormat.of(half), LuaInteger.valueOf(exponent + 1));
  }

  private static Varargs ldexp(Varargs args) {
    double x = Args.number(args, 1);
    long exponent = Math.max(-5000, Math.min(5000, Args.integer(args, 2)));
    return NumberFormat.of(Math.scalb(x, (int) exponent));
  }

  private static Varargs log(Varargs args) {
    double x = Args.number(args, 1);
    if (args.arg(2).isnil()) {
      return NumberFormat.of(Math.log(x));
    }
    double base = Args.number(args, 2);
    return NumberFormat.of(base == 10 ? Math.log10(x) : Math.log(x) / Math.log(base));
  }

  private static Varargs max(Varargs args) {
    double max = Args.number(args, 1);
    for (int i = 2; i <= args.narg(); i++) {
      double d = Args.number(args, i);
      max = d > max ? d : max;
    }
    return NumberFormat.of(max);
  }

  private static Varargs min(Varargs args) {
    double min = Args.number(args, 1);
    for (int i = 2; i <= args.narg(); i++) {
      double d = Args.number(args, i);
      min = d < min ? d : min;
    }
    return NumberFormat.of(min);
  }

  private static Varargs modf(Varargs args) {
    double x = Args.number(args, 1);
    double whole = x < 0 ? Math.ceil(x) : Math.floor(x);
    double rest = Double.isInfinite(x) ? 0 : x - whole;
    return LuaValue.varargsOf(NumberFormat.of(whole), NumberFormat.of(Math.copySign(rest, x)));
  }

  /** A random number between the bounds that the arguments name; {@code r} is in [0, 1). */
  private static Varargs random(Varargs args, double r) {
    switch (args.narg()) {
      case 0 -> {
        return NumberFormat.of(r);
      }
      case 1 -> {
        double high = Args.number(args, 1);
        if (!(high >= 1)) {
          throw new BadArgumentException(1, "interval is empty");
        }
        return NumberFormat.of(Math.floor(r * high) + 1);
      }
      case 2 -> {
        double low = Args.number(args, 1);
        double high = Args.number(args, 2);
        if (!(low <= high)) {
          throw new BadArgumentException(2, "interval is empty");
        }
        return NumberFormat.of(Math.floor(r * (high - low + 1)) + low);
      }
      default -> throw LuaRuntimeException.message("wrong number of arguments");
    }
  }

  private static Varargs seed(Varargs args, LibraryState state) {
    state.seed(Double.doubleToLongBits(Args.number(args, 1)));
    return LuaValue.NONE;
  }
}
