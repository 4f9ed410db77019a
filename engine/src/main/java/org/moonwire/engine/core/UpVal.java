package org.moonwire.engine.core;

import java.util.function.Consumer;
import org.luaj.vm2.LuaValue;

/**
 * A variable shared between closures: a register while its block is active, a cell of its own
 * afterwards.
 */
class UpVal implements Traceable {
  LuaValue[] stack;
  int index;

  /** The next open variable of the same frame; realm only. */
  UpVal nextOpen;

  UpVal(LuaValue[] stack, int index) {
    this.stack = stack;
    this.index = index;
  }

  /** A variable that is closed from the start. */
  UpVal(LuaValue value) {
    this(new LuaValue[] {value}, 0);
  }

  @Override
  public void trace(Consumer<Object> visitor) {
    visitor.accept(stack);
    visitor.accept(nextOpen);
  }

  LuaValue get() {
    return stack[index];
  }

  void set(LuaValue value) {
    stack[index] = value;
  }

  void close() {
    stack = new LuaValue[] {stack[index]};
    index = 0;
  }
}
