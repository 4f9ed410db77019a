package org.moonwire.engine.lib54;

import java.util.function.DoubleUnaryOperator;
import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.core.Args;
import org.moonwire.engine.core.BadArgumentException;
import org.moonwire.engine.core.Builtin;
import org.moonwire.engine.core.Float64;
import org.moonwire.engine.core.Int64;
import org.moonwire.engine.core.LuaRuntimeException;
import org.moonwire.engine.core.Ops;
import org.moonwire.engine.core.Table;
import org.moonwire.engine.core.Task;

/** The library {@code math} (Lua manual 5.4, section 6.7). */
final class MathLib54 {
  private static final LuaString INTEGER = LuaString.valueOf("integer");
  private static final LuaString FLOAT = LuaString.valueOf("float");

  private static final Builtin[] FUNCTIONS = {
    Builtin.leaf("abs", MathLib54::abs),
    unary("acos", Math::acos),
    unary("asin", Math::asin),
    Builtin.leaf("atan", args -> of(Math.atan2(Args.number(args, 1), Args.number(args, 2, 1)))),
    Builtin.leaf("ceil", args -> whole(args, Math::ceil)),
    unary("cos", Math::cos),
    unary("deg", x -> x * (180 / Math.PI)),
    unary("exp", Math::exp),
    Builtin.leaf("floor", args -> whole(args, Math::floor)),
    Builtin.leaf("fmod", MathLib54::fmod),
    Builtin.leaf("log", MathLib54::log),
    Builtin.leaf("max", args -> extreme(args, true)),
    Builtin.leaf("min", args -> extreme(args, false)),
    Builtin.leaf("modf", MathLib54::modf),
    unary("rad", x -> x * (Math.PI / 180)),
    Builtin.leaf("random", MathLib54::random),
    Builtin.leaf("randomseed", MathLib54::seed),
    unary("sin", Math::sin),
    unary("sqrt", Math::sqrt),
    unary("tan", Math::tan),
    Builtin.leaf("tointeger", MathLib54::toInteger),
    Builtin.leaf("type", MathLib54::type),
    Builtin.leaf(
        "ult",
        args ->
            LuaValue.valueOf(
                Long.compareUnsigned(Args.integer(args, 1), Args.integer(args, 2)) < 0))
  };

  private MathLib54() {}

  /** A new table of the library. */
  static LuaTable create() {
    LuaTable table = new Table(0, FUNCTIONS.length);
    Libraries54.put(table, FUNCTIONS);
    table.rawset(LuaString.valueOf("huge"), of(Double.POSITIVE_INFINITY));
    table.rawset(LuaString.valueOf("pi"), of(Math.PI));
    table.rawset(LuaString.valueOf("maxinteger"), Int64.of(Long.MAX_VALUE));
    table.rawset(LuaString.valueOf("mininteger"), Int64.of(Long.MIN_VALUE));
    return table;
  }

  private static LuaNumber of(double d) {
    return new Float64(d);
  }

  private static Builtin unary(String name, DoubleUnaryOperator function) {
    return Builtin.leaf(name, args -> of(function.applyAsDouble(Args.number(args, 1))));
  }

  /** As in PUC Lua a string counts as a float here, whatever it reads as. */
  private static Varargs abs(Varargs args) {
    LuaValue v = args.arg1();
    return Int64.is(v) ? Int64.of(Math.abs(Int64.value(v))) : of(Math.abs(Args.number(args, 1)));
  }

  /** An integer if 64 bits hold it, otherwise the float that it is. */
  private static Varargs whole(Varargs args, DoubleUnaryOperator rounding) {
    LuaValue v = args.arg1();
    return Int64.is(v) ? v : integerIfFits(rounding.applyAsDouble(Args.number(args, 1)));
  }

  private static LuaNumber integerIfFits(double whole) {
    return Float64.isInteger(whole) ? Int64.of((long) whole) : of(whole);
  }

  private static Varargs fmod(Varargs args) {
    LuaValue x = args.arg1();
    LuaValue y = args.arg(2);
    if (!Int64.is(x) || !Int64.is(y)) {
      return of(Args.number(args, 1) % Args.number(args, 2));
    }
    if (Int64.value(y) == 0) {
      throw new BadArgumentException(2, "zero");
    }
    return Int64.of(Int64.value(x) % Int64.value(y));
  }

  private static Varargs log(Varargs args) {
    double x = Args.number(args, 1);
    if (args.arg(2).isnil()) {
      return of(Math.log(x));
    }
    double base = Args.number(args, 2);
    if (base == 2) {
      return of(log2(x));
    }
    return of(base == 10 ? Math.log10(x) : Math.log(x) / Math.log(base));
  }

  /** Exact for powers of two. */
  private static double log2(double x) {
    boolean normal = x >= Double.MIN_NORMAL && x <= Double.MAX_VALUE;
    int exponent = normal ? Math.getExponent(x) : 0;
    return normal && x == Math.scalb(1.0, exponent) ? exponent : Math.log(x) / Math.log(2);
  }

  /** Whatever can be compared: only numbers must not be mixed with strings. */
  private static Varargs extreme(Varargs args, boolean greatest) {
    if (args.narg() == 0) {
      throw new BadArgumentException(1, "value expected");
    }
    int found = 1;
    for (int i = 2; i <= args.narg(); i++) {
      LuaValue known = args.arg(found);
      LuaValue next = args.arg(i);
      if (greatest ? Ops.lessThan(known, next) : Ops.lessThan(next, known)) {
        found = i;
      }
    }
    return args.arg(found);
  }

  private static Varargs modf(Varargs args) {
    if (Int64.is(args.arg1())) {
      return LuaValue.varargsOf(args.arg1(), of(0));
    }
    double x = Args.number(args, 1);
    double whole = x < 0 ? Math.ceil(x) : Math.floor(x);
    double rest = whole == x ? 0 : x - whole;
    return LuaValue.varargsOf(integerIfFits(whole), of(rest));
  }

  private static Varargs toInteger(Varargs args) {
    return integer(Args.any(args, 1));
  }

  /** The integer that a value is, or reads as; NIL if there is none. */
  static LuaValue integer(LuaValue v) {
    LuaValue n = v instanceof LuaString ? Ops.toNumber(v) : v;
    return n instanceof LuaNumber number && Int64.is(plain(number)) ? plain(number) : LuaValue.NIL;
  }

  private static LuaNumber plain(LuaNumber n) {
    return Int64.is(n) ? n : integerIfFits(n.todouble());
  }

  private static Varargs type(Varargs args) {
    LuaValue v = Args.any(args, 1);
    if (v.type() != LuaValue.TNUMBER) {
      return LuaValue.NIL;
    }
    return Int64.is(v) ? INTEGER : FLOAT;
  }

  private static Xoshiro256 generator() {
    return Task.current().realm().libraryState(Xoshiro256.class, Xoshiro256::new);
  }

  private static Varargs random(Varargs args) {
    Xoshiro256 generator = generator();
    long drawn = generator.next();
    if (args.narg() == 0) {
      return of(Xoshiro256.toDouble(drawn));
    }
    if (args.narg() > 2) {
      throw LuaRuntimeException.message("wrong number of arguments");
    }
    long low = args.narg() == 1 ? 1 : Args.integer(args, 1);
    long high = Args.integer(args, args.narg());
    if (args.narg() == 1 && high == 0) {
      return Int64.of(drawn);
    }
    if (low > high) {
      throw new BadArgumentException(1, "interval is empty");
    }
    return Int64.of(low + generator.project(drawn, high - low));
  }

  /** Tells the two parts of the seed. */
  private static Varargs seed(Varargs args) {
    Xoshiro256 generator = generator();
    long first = args.narg() == 0 ? System.nanoTime() : firstOf(Args.numberValue(args, 1));
    long second = args.narg() == 0 ? System.identityHashCode(args) : Args.integer(args, 2, 0);
    generator.seed(first, second);
    return LuaValue.varargsOf(Int64.of(first), Int64.of(second));
  }

  private static long firstOf(LuaNumber n) {
    LuaNumber integer = plain(n);
    return Int64.is(integer) ? Int64.value(integer) : Double.doubleToLongBits(n.todouble());
  }
}
