package org.moonwire.engine.json;

import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.moonwire.engine.core.Ops;

/** What integers are read as that numbers do not hold: at level 5.2 those beyond 2^53. */
@FunctionalInterface
public interface LargeIntegers {
  /** The nearest number, at level 5.4 a float. */
  LargeIntegers DOUBLES = digits -> Ops.numbers().of(Double.parseDouble(digits));

  /** Their text. */
  LargeIntegers TEXTS = LuaString::valueOf;

  /**
   * The value of an integer; {@code digits} may begin with a minus.
   *
   * @throws JsonException if it has more digits than that is made for
   */
  LuaValue of(String digits) throws JsonException;
}
