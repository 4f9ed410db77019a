package org.moonwire.engine.json;

import java.math.BigDecimal;
import java.util.function.Consumer;
import org.moonwire.engine.core.Traceable;
import org.moonwire.engine.module.Arguments;
import org.moonwire.engine.module.LuaObject;
import org.moonwire.engine.module.LuaType;

/**
 * An integer of JSON with all its digits, for scripts to print, compare and write again. Immutable.
 */
public final class JsonInteger implements LuaObject, Traceable {
  private static final int MAX_DIGITS = 1000;

  static final LuaType<JsonInteger> TYPE =
      LuaType.named("json.integer", JsonInteger.class)
          .metamethod("__tostring", args -> args.object(1, JsonInteger.type()).toString())
          .metamethod("__concat", args -> text(args, 1) + text(args, 2))
          .metamethod("__eq", args -> compare(args) == 0)
          .metamethod("__lt", args -> compare(args) < 0)
          .metamethod("__le", args -> compare(args) <= 0)
          .build();

  private final String digits;

  /**
   * An integer; {@code digits} may begin with a minus.
   *
   * @throws JsonException if it has more than 1000 digits
   */
  public JsonInteger(String digits) throws JsonException {
    if (digits.length() > MAX_DIGITS) {
      throw new JsonException("an integer of more than " + MAX_DIGITS + " digits");
    }
    this.digits = digits;
  }

  private static LuaType<JsonInteger> type() {
    return TYPE;
  }

  private static int compare(Arguments args) {
    return value(args, 1).compareTo(value(args, 2));
  }

  private static BigDecimal value(Arguments args, int i) {
    if (args.is(i, TYPE)) {
      return new BigDecimal(args.object(i, TYPE).digits);
    }
    double number = args.number(i);
    if (Double.isNaN(number) || Double.isInfinite(number)) {
      throw args.error(i, "finite number expected");
    }
    return new BigDecimal(number);
  }

  private static String text(Arguments args, int i) {
    return args.is(i, TYPE) ? args.object(i, TYPE).digits : args.string(i);
  }

  @Override
  public void trace(Consumer<Object> visitor) {
    visitor.accept(digits);
  }

  @Override
  public LuaType<JsonInteger> luaType() {
    return TYPE;
  }

  /** All digits. */
  @Override
  public String toString() {
    return digits;
  }
}
