package org.moonwire.engine.interop;

import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.core.Builtin;
import org.moonwire.engine.core.Realm;
import org.moonwire.engine.core.Task;

/** A function of another realm as this realm sees it: arguments and results cross as via Java. */
final class ForeignFunction extends Builtin {
  private final FunctionHandle handle;

  ForeignFunction(FunctionHandle handle) {
    super("?");
    this.handle = handle;
  }

  FunctionHandle handle() {
    return handle;
  }

  @Override
  public Varargs invoke(Varargs args) {
    Task task = Task.current();
    Realm here = task.realm();
    Realm there = handle.realm();
    Object[] converted = LevelBoundary.across(here, there, Conversions.toList(here, args));
    try {
      Varargs results = Unlocking.during(task, () -> handle.run(converted));
      return Conversions.toVarargs(
          here, LevelBoundary.across(there, here, Conversions.toList(there, results)));
    } catch (Exception e) {
      throw HostErrors.toLua(here, e);
    }
  }

  @Override
  public boolean raweq(LuaValue other) {
    return equals(other);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ForeignFunction f && f.handle.equals(handle);
  }

  @Override
  public int hashCode() {
    return handle.hashCode();
  }
}
