package org.moonwire.engine.interop;

import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.core.ArgError;
import org.moonwire.engine.core.LuaRaise;
import org.moonwire.engine.core.Realm;

/**
 * A method chosen for given arguments. Fixed arity is tried before variable arity, as in Java; then
 * the smallest sum of conversion costs wins, then the more specific method.
 */
record Overload(Method method, boolean spread) {

  static Overload choose(String name, List<Method> methods, Varargs args) {
    Overload best = best(methods, args, false);
    if (best == null) {
      best = best(methods, args, true);
    }
    if (best == null) {
      throw noMatch(name, methods, args);
    }
    return best;
  }

  private static Overload best(List<Method> methods, Varargs args, boolean spread) {
    Overload best = null;
    int bestCost = Coercion.NO;
    for (Method m : methods) {
      Overload candidate = new Overload(m, spread);
      int cost = !spread || m.isVarArgs() ? candidate.cost(args) : Coercion.NO;
      boolean better = cost < bestCost;
      boolean tie = cost == bestCost && best != null && candidate.isMoreSpecific(best);
      if (cost != Coercion.NO && (better || tie)) {
        best = candidate;
        bestCost = cost;
      }
    }
    return best;
  }

  private int cost(Varargs args) {
    int n = args.narg();
    int fixed = spread ? method.getParameterCount() - 1 : method.getParameterCount();
    if (spread ? n < fixed : n != fixed) {
      return Coercion.NO;
    }
    int sum = 0;
    for (int i = 1; i <= n; i++) {
      int cost = Coercion.cost(args.arg(i), typeOf(i));
      if (cost == Coercion.NO) {
        return Coercion.NO;
      }
      sum += cost;
    }
    return sum;
  }

  private Class<?> typeOf(int i) {
    Class<?>[] types = method.getParameterTypes();
    return spread && i >= types.length ? types[types.length - 1].getComponentType() : types[i - 1];
  }

  private boolean isMoreSpecific(Overload other) {
    Class<?>[] mine = method.getParameterTypes();
    Class<?>[] theirs = other.method.getParameterTypes();
    for (int i = 0; i < Math.min(mine.length, theirs.length); i++) {
      if (mine[i] != theirs[i]) {
        return theirs[i].isAssignableFrom(mine[i]) || FunctionalTypes.givesMore(mine[i], theirs[i]);
      }
    }
    return false;
  }

  /** The arguments as the method's parameters want them. */
  Object[] convert(Realm realm, Varargs args) {
    Object[] converted = new Object[method.getParameterCount()];
    int fixed = spread ? converted.length - 1 : converted.length;
    for (int i = 0; i < fixed; i++) {
      converted[i] = Coercion.convert(realm, args.arg(i + 1), typeOf(i + 1));
    }
    if (spread) {
      Class<?> element = typeOf(converted.length);
      Object rest = Array.newInstance(element, args.narg() - fixed);
      for (int i = 0; i < Array.getLength(rest); i++) {
        Array.set(rest, i, Coercion.convert(realm, args.arg(fixed + i + 1), element));
      }
      converted[fixed] = rest;
    }
    return converted;
  }

  private static RuntimeException noMatch(String name, List<Method> methods, Varargs args) {
    if (methods.size() == 1 && !methods.get(0).isVarArgs()) {
      Class<?>[] types = methods.get(0).getParameterTypes();
      for (int i = 1; i <= Math.min(types.length, args.narg()); i++) {
        if (Coercion.cost(args.arg(i), types[i - 1]) == Coercion.NO) {
          return new ArgError(i + 1, expected(types[i - 1], args.arg(i)));
        }
      }
      return LuaRaise.message(
          "`" + name + "` takes " + count(types.length) + ", got " + args.narg());
    }
    List<String> got = new ArrayList<>();
    for (int i = 1; i <= args.narg(); i++) {
      got.add(args.arg(i).typename());
    }
    return LuaRaise.message("no `" + name + "` takes (" + String.join(", ", got) + ")");
  }

  private static String expected(Class<?> type, LuaValue value) {
    return Coercion.describe(type) + " expected, got " + value.typename();
  }

  private static String count(int n) {
    return n == 1 ? "1 argument" : n + " arguments";
  }
}
