package org.moonwire.engine.json;

import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;

/** What integers beyond 2^53 are read as, which numbers do not hold. */
@FunctionalInterface
public interface LargeIntegers {
  /** The nearest number. */
  LargeIntegers DOUBLES = digits -> LuaValue.valueOf(Double.parseDouble(digits));

  /** Their text. */
  LargeIntegers TEXTS = LuaString::valueOf;

  /**
   * The value of an integer; {@code digits} may begin with a minus.
   *
   * @throws JsonException if it has more digits than that is made for
   */
  LuaValue of(String digits) throws JsonException;
}
