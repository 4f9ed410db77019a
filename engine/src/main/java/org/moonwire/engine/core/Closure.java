package org.moonwire.engine.core;

import java.util.function.Consumer;
import org.luaj.vm2.LuaFunction;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.access.Rights;

/** A Lua function: a compiled prototype with its upvalues. Belongs to one realm. */
public final class Closure extends LuaFunction implements Traceable {
  final Program prototype;
  final UpVal[] upvalues;
  final Realm realm;

  /** The rights of the run that made it; null for code of the host, which takes nothing away. */
  final Rights rights;

  /** The functions made here that share all their upvalues with this one; null until needed. */
  private Closure[] made;

  Closure(Program prototype, UpVal[] upvalues, Realm realm, Rights rights) {
    this.prototype = prototype;
    this.upvalues = upvalues;
    this.realm = realm;
    this.rights = rights;
  }

  /** The realm the function belongs to. */
  public Realm realm() {
    return realm;
  }

  /** How many parameters the function names; -1 if it takes any number of arguments. */
  public int parameters() {
    return prototype.is_vararg == 0 ? prototype.numparams : -1;
  }

  @Override
  public void trace(Consumer<Object> visitor) {
    if (rights != null && rights.areLeading()) {
      visitor.accept(rights);
    }
    visitor.accept(prototype);
    visitor.accept(upvalues);
    visitor.accept(made);
  }

  Closure made(int index) {
    return made == null ? null : made[index];
  }

  void keep(int index, Closure function) {
    if (made == null) {
      made = new Closure[prototype.p.length];
    }
    made[index] = function;
  }

  /**
   * Runs the function nested in the calling Java frame; only a thread that runs this realm may do
   * so.
   */
  @Override
  public Varargs invoke(Varargs args) {
    return Interpreter.callNested(this, args);
  }

  @Override
  public LuaValue call() {
    return invoke(NONE).arg1();
  }

  @Override
  public LuaValue call(LuaValue a) {
    return invoke(a).arg1();
  }

  @Override
  public LuaValue call(LuaValue a, LuaValue b) {
    return invoke(varargsOf(a, b)).arg1();
  }

  @Override
  public LuaValue call(LuaValue a, LuaValue b, LuaValue c) {
    return invoke(varargsOf(a, b, c)).arg1();
  }

  @Override
  public String tojstring() {
    return "function: 0x" + Addresses.of(this);
  }
}
