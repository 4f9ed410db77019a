package org.moonwire.engine.interop;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.core.ArgError;
import org.moonwire.engine.core.LuaRaise;
import org.moonwire.engine.core.Realm;

/**
 * A call whose method is chosen by its arguments. Fixed arity is tried before variable arity, as in
 * Java; then the smallest sum of conversion costs wins, then the more specific method.
 */
final class Overload {
  private static final Object[] NOTHING = {};

  private final Varargs args;
  // The number of arguments before those of the method: the object, in a call with a colon.
  private final int skip;
  private final int count;
  private Object[] best;
  private boolean spread;

  private Overload(Varargs args, int skip) {
    this.args = args;
    this.skip = skip;
    this.count = Math.max(0, args.narg() - skip);
  }

  /** Calls the method that fits the arguments after the first {@code skip} best. */
  static LuaValue call(
      Realm realm, String name, List<Object[]> callees, Object self, Varargs args, int skip)
      throws Throwable {
    Overload call = new Overload(args, skip);
    if (!call.choose(callees, false) && !call.choose(callees, true)) {
      throw call.noMatch(name, callees);
    }
    return HostCall.invoke(realm, call.best, self, call.convert(realm));
  }

  private boolean choose(List<Object[]> callees, boolean spreading) {
    spread = spreading;
    int bestCost = Coercion.NO;
    for (int i = 0; i < callees.size(); i++) {
      Object[] callee = callees.get(i);
      int cost = !spreading || Callee.isVariable(callee) ? cost(callee) : Coercion.NO;
      if (cost != Coercion.NO
          && (cost < bestCost || (cost == bestCost && isMoreSpecific(callee, best)))) {
        best = callee;
        bestCost = cost;
      }
    }
    return best != null;
  }

  private int cost(Object[] callee) {
    int parameters = Callee.count(callee);
    if (spread ? count < parameters - 1 : count != parameters) {
      return Coercion.NO;
    }
    int sum = 0;
    for (int i = 1; i <= count; i++) {
      int cost = Coercion.cost(argument(i), typeOf(callee, i));
      if (cost == Coercion.NO) {
        return Coercion.NO;
      }
      sum += cost;
    }
    return sum;
  }

  private LuaValue argument(int i) {
    return args.arg(i + skip);
  }

  private Class<?> typeOf(Object[] callee, int i) {
    int parameters = Callee.count(callee);
    return spread && i >= parameters
        ? Callee.parameter(callee, parameters).getComponentType()
        : Callee.parameter(callee, i);
  }

  private static boolean isMoreSpecific(Object[] mine, Object[] theirs) {
    int common = Math.min(Callee.count(mine), Callee.count(theirs));
    for (int i = 1; i <= common; i++) {
      Class<?> a = Callee.parameter(mine, i);
      Class<?> b = Callee.parameter(theirs, i);
      if (a != b) {
        return b.isAssignableFrom(a) || FunctionalTypes.givesMore(a, b);
      }
    }
    return false;
  }

  /** The arguments as the method's parameters want them. */
  private Object[] convert(Realm realm) {
    int parameters = Callee.count(best);
    if (parameters == 0) {
      return NOTHING;
    }
    Object[] converted = new Object[parameters];
    int fixed = spread ? parameters - 1 : parameters;
    for (int i = 0; i < fixed; i++) {
      converted[i] = Coercion.convert(realm, argument(i + 1), Callee.parameter(best, i + 1));
    }
    if (spread) {
      Class<?> element = typeOf(best, parameters);
      Object rest = Array.newInstance(element, count - fixed);
      for (int i = 0; i < count - fixed; i++) {
        Array.set(rest, i, Coercion.convert(realm, argument(fixed + i + 1), element));
      }
      converted[fixed] = rest;
    }
    return converted;
  }

  private RuntimeException noMatch(String name, List<Object[]> callees) {
    if (callees.size() == 1 && !Callee.isVariable(callees.get(0))) {
      Object[] only = callees.get(0);
      for (int i = 1; i <= Math.min(Callee.count(only), count); i++) {
        Class<?> type = Callee.parameter(only, i);
        if (Coercion.cost(argument(i), type) == Coercion.NO) {
          return new ArgError(
              i + skip, Coercion.describe(type) + " expected, got " + argument(i).typename());
        }
      }
      return LuaRaise.message(
          "`" + name + "` takes " + arguments(Callee.count(only)) + ", got " + count);
    }
    List<String> got = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      got.add(argument(i).typename());
    }
    return LuaRaise.message("no `" + name + "` takes (" + String.join(", ", got) + ")");
  }

  private static String arguments(int n) {
    return n == 1 ? "1 argument" : n + " arguments";
  }
}
