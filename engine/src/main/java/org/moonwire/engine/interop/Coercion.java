package org.moonwire.engine.interop;

import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.moonwire.engine.LuaFunction;
import org.moonwire.engine.access.ClosedTypes;
import org.moonwire.engine.access.OpenTypes;
import org.moonwire.engine.channel.Channel;
import org.moonwire.engine.channel.ChannelCore;
import org.moonwire.engine.core.Closure;
import org.moonwire.engine.core.LuaRuntimeException;
import org.moonwire.engine.core.LuaStrings;
import org.moonwire.engine.core.Ops;
import org.moonwire.engine.core.Realm;

/**
 * Lua values for a place of a declared Java type: how well they fit (0 is best) and what they
 * become. {@link #convert} is only asked for what {@link #cost} accepts.
 */
final class Coercion {
  static final int NO = Integer.MAX_VALUE;

  static final int OBJECT = 20;

  /** From this on: a number for a place of text. */
  static final int AS_TEXT = 1000;

  private static final int MAX_LENGTH = 40;
  private static final int MAX_CONSTANTS = 8;

  private Coercion() {}

  static int cost(LuaValue v, Class<?> type) {
    return switch (v.type()) {
      case LuaValue.TNIL, LuaValue.TNONE -> type.isPrimitive() ? NO : type == Object.class ? 1 : 0;
      case LuaValue.TBOOLEAN -> booleanCost(type);
      case LuaValue.TNUMBER -> isText(type) ? AS_TEXT : NumberCoercion.cost(v, type);
      case LuaValue.TSTRING -> stringCost((LuaString) v, type);
      case LuaValue.TTABLE -> tableCost((LuaTable) v, type);
      case LuaValue.TFUNCTION -> functionCost(v, type);
      default -> objectCost(v, type);
    };
  }

  private static boolean isText(Class<?> type) {
    return type == String.class || type == CharSequence.class;
  }

  private static int booleanCost(Class<?> type) {
    if (type == boolean.class || type == Boolean.class) {
      return 0;
    }
    return supertype(Boolean.class, type);
  }

  static Object convert(Realm realm, LuaValue v, Class<?> type) {
    return switch (v.type()) {
      case LuaValue.TNUMBER ->
          isText(type) ? LuaStrings.decode(Ops.numberToString(v)) : NumberCoercion.convert(v, type);
      case LuaValue.TSTRING -> string((LuaString) v, type);
      case LuaValue.TTABLE -> table(realm, (LuaTable) v, type);
      case LuaValue.TFUNCTION -> function(realm, v, type);
      default -> Conversions.toJava(realm, v);
    };
  }

  private static Object function(Realm realm, LuaValue v, Class<?> type) {
    LuaFunction f = (LuaFunction) Conversions.toJava(realm, v);
    return type.isInstance(f) ? f : f.as(type);
  }

  private static int supertype(Class<?> own, Class<?> type) {
    return type == Object.class ? OBJECT : type.isAssignableFrom(own) ? OBJECT - 2 : NO;
  }

  private static int stringCost(LuaString s, Class<?> type) {
    boolean text = LuaStrings.isText(s);
    if (type == String.class) {
      return text ? 0 : NO;
    }
    if (type == byte[].class) {
      return 4;
    }
    if (type == ByteBuffer.class) {
      return 5;
    }
    if (type == char[].class) {
      return text ? 7 : NO;
    }
    if (type == char.class || type == Character.class) {
      String t = text ? LuaStrings.decode(s) : "";
      return t.length() == 1 ? 6 : NO;
    }
    if (type.isEnum()) {
      return text && constant(type, LuaStrings.decode(s)) != null ? 3 : NO;
    }
    return text ? supertype(String.class, type) : supertype(byte[].class, type);
  }

  private static Object string(LuaString s, Class<?> type) {
    if (type == byte[].class) {
      return LuaStrings.bytes(s);
    }
    if (type == ByteBuffer.class) {
      return ByteBuffer.wrap(LuaStrings.bytes(s));
    }
    String text = LuaStrings.decode(s);
    if (type == char[].class) {
      return text.toCharArray();
    }
    if (type == char.class || type == Character.class) {
      return text.charAt(0);
    }
    if (type.isEnum()) {
      return constant(type, text);
    }
    return text == null ? LuaStrings.bytes(s) : text;
  }

  private static Object constant(Class<?> type, String name) {
    for (Object constant : type.getEnumConstants()) {
      if (((Enum<?>) constant).name().equals(name)) {
        return constant;
      }
    }
    return null;
  }

  private static int tableCost(LuaTable table, Class<?> type) {
    boolean sequence = table.rawlen() > 0;
    if (type == Map.class) {
      return sequence ? 2 : 1;
    }
    if (type.isAssignableFrom(ListView.class) && Iterable.class.isAssignableFrom(type)) {
      return sequence ? 1 : hasElements(table) ? NO : 2;
    }
    if (type == Set.class) {
      return sequence ? 3 : hasElements(table) ? NO : 3;
    }
    if (type.isArray()) {
      return arrayCost(table, type.getComponentType());
    }
    if (type.isRecord()) {
      return RecordForm.fits(table, type) ? 3 : NO;
    }
    int asView = supertype(TableView.class, type);
    return asView == NO && TableProxy.fits(table, type) ? 0 : asView;
  }

  private static boolean hasElements(LuaTable table) {
    return !table.next(LuaValue.NIL).arg1().isnil();
  }

  /** A table of names and values would lose them. */
  private static int arrayCost(LuaTable table, Class<?> element) {
    if (ClosedTypes.contains(element) || (table.rawlen() == 0 && hasElements(table))) {
      return NO;
    }
    for (int i = 1; i <= table.rawlen(); i++) {
      if (cost(table.rawget(i), element) == NO) {
        return NO;
      }
    }
    return 2;
  }

  private static Object table(Realm realm, LuaTable table, Class<?> type) {
    if (type.isArray()) {
      Class<?> element = type.getComponentType();
      Object array = Array.newInstance(element, table.rawlen());
      for (int i = 0; i < Array.getLength(array); i++) {
        Array.set(array, i, convert(realm, table.rawget(i + 1), element));
      }
      return array;
    }
    if (type.isRecord()) {
      return RecordForm.make(realm, table, type);
    }
    if (supertype(TableView.class, type) == NO && TableProxy.fits(table, type)) {
      return TableProxy.of(realm, table, type);
    }
    TableView view = new TableView(realm, table);
    boolean list = Iterable.class.isAssignableFrom(type) || type == Collection.class;
    return list ? view.asList() : view;
  }

  private static int functionCost(LuaValue f, Class<?> type) {
    if (type == LuaFunction.class) {
      return 0;
    }
    if (type == Object.class) {
      return OBJECT;
    }
    Method single = OpenTypes.contains(type) ? FunctionalTypes.single(type) : null;
    if (single == null) {
      return NO;
    }
    // Of overloads, the one that gives as many arguments as the function names.
    boolean asMany =
        !(f instanceof Closure closure) || closure.parameters() == single.getParameterCount();
    return asMany ? 2 : 3;
  }

  private static int objectCost(LuaValue v, Class<?> type) {
    if (!(v instanceof JavaValue j)) {
      return type == Object.class ? OBJECT : NO;
    }
    if (j instanceof HostClass || (j instanceof HostObject h && h.isClosed())) {
      return NO;
    }
    Class<?> own =
        j.instance() instanceof ChannelCore
            ? Channel.class
            : Conversions.javaForm(j.instance()).getClass();
    if (type == own) {
      return 0;
    }
    if (type.isAssignableFrom(own)) {
      return type == Object.class ? OBJECT : type.isInterface() ? 2 : 1;
    }
    return NO;
  }

  /** A value that does not fit as a script author reads it: numbers and short texts as such. */
  static String shown(LuaValue v) {
    if (v.type() == LuaValue.TNUMBER) {
      return "`" + Ops.numberToString(v).tojstring() + "`";
    }
    return v instanceof LuaString s && s.m_length <= MAX_LENGTH && LuaStrings.isText(s)
        ? "string `" + LuaStrings.decode(s) + "`"
        : v.typename();
  }

  /** The name of a type as a script author reads it. */
  static String describe(Class<?> type) {
    if (type == String.class || type == CharSequence.class || type == byte[].class) {
      return "string";
    }
    if (type == boolean.class || type == Boolean.class) {
      return "boolean";
    }
    if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
      return NumberCoercion.describe(type);
    }
    if (FunctionalTypes.single(type) != null && !Iterable.class.isAssignableFrom(type)) {
      return "function";
    }
    return type.isEnum() ? constants(type) : type.getSimpleName();
  }

  private static String constants(Class<?> type) {
    Object[] all = type.getEnumConstants();
    String names =
        Arrays.stream(all).map(c -> ((Enum<?>) c).name()).collect(Collectors.joining(", "));
    return all.length <= MAX_CONSTANTS
        ? "one of " + names
        : "a constant of " + type.getSimpleName();
  }

  /** The value for a declared type, or an error that names both. */
  static Object require(Realm realm, LuaValue v, Class<?> type, String what) {
    if (cost(v, type) == NO) {
      throw LuaRuntimeException.message(
          String.format(Locale.ROOT, "%s must be %s, got %s", what, describe(type), shown(v)));
    }
    return convert(realm, v, type);
  }
}
