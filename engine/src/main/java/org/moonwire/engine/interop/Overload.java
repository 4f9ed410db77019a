package org.moonwire.engine.interop;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.List;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.core.BadArgumentException;
import org.moonwire.engine.core.LuaRuntimeException;
import org.moonwire.engine.core.Realm;

/**
 * A call whose method is chosen by its arguments. Fixed arity is tried before variable arity, as in
 * Java; then the smallest sum of conversion costs wins, then the more specific method. Only where
 * nothing else fits are numbers taken for texts.
 */
final class Overload {
  private static final Object[] NOTHING = {};

  private final Varargs args;
  // The number of arguments before those of the method: the object, in a call with a colon.
  private final int skip;
  private final int count;
  private Object[] best;
  private boolean spread;
  private boolean numbersAreTexts;

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
    if (!call.choose(callees)) {
      throw call.noMatch(name, callees);
    }
    return HostCall.invoke(realm, call.best, self, call.convert(realm));
  }

  /** Calls a value of the script, which does not count as an argument. */
  static LuaValue callValue(
      Realm realm, String name, List<Object[]> callees, Object self, Varargs args)
      throws Throwable {
    try {
      return call(realm, name, callees, self, args, 1);
    } catch (BadArgumentException e) {
      throw LuaRuntimeException.message(
          "bad argument #" + (e.index() - 1) + " to '" + name + "' (" + e.detail() + ")");
    }
  }

  private boolean choose(List<Object[]> callees) {
    if (choose(callees, false) || choose(callees, true)) {
      return true;
    }
    numbersAreTexts = true;
    return choose(callees, false) || choose(callees, true);
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
      int cost = cost(callee, i);
      if (cost == Coercion.NO || (cost >= Coercion.AS_TEXT && !numbersAreTexts)) {
        return Coercion.NO;
      }
      sum += cost;
    }
    return sum;
  }

  private int cost(Object[] callee, int i) {
    LuaValue argument = argument(i);
    int cost = Coercion.cost(argument, typeOf(callee, i));
    boolean asAll = !spread && Callee.isVariable(callee) && i == count;
    if (asAll && argument.isnil()) {
      // One nil, as an element.
      return Coercion.NO;
    }
    // A table may stand for all variable arguments, unless a method takes it as what it is.
    return asAll && cost != Coercion.NO && argument.istable() ? Coercion.OBJECT + 1 : cost;
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
      Class<?> type = Callee.parameter(best, i + 1);
      converted[i] = Elements.convert(realm, argument(i + 1), type, Callee.elements(best, i + 1));
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
          return new BadArgumentException(
              i + skip, Coercion.describe(type) + " expected, got " + Coercion.shown(argument(i)));
        }
      }
      return LuaRuntimeException.message(
          "`" + name + "` takes " + arguments(Callee.count(only)) + ", got " + count);
    }
    List<String> got = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      got.add(argument(i).typename());
    }
    return LuaRuntimeException.message("no `" + name + "` takes (" + String.join(", ", got) + ")");
  }

  private static String arguments(int n) {
    return n == 1 ? "1 argument" : n + " arguments";
  }
}
