package org.moonwire.engine.interop;

import java.util.List;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.access.ClosedMembers;
import org.moonwire.engine.core.BadArgumentException;
import org.moonwire.engine.core.Builtin;
import org.moonwire.engine.core.LuaRuntimeException;
import org.moonwire.engine.core.Realm;
import org.moonwire.engine.core.Task;

/** The methods of one name of a class, as the function that a script calls with a colon. */
final class HostMethod extends Builtin {
  private final List<Object[]> callees;

  /** What the script wrote; null if that is not known. */
  private final LuaValue key;

  HostMethod(String name, List<Object[]> callees, LuaValue key) {
    super(name);
    this.callees = callees;
    this.key = key;
  }

  LuaValue key() {
    return key;
  }

  /** The methods of one class may be called on an object of another, where they are closed. */
  private void checkOpen(Class<?> type) {
    if (type != Callee.declaring(callees.get(0))
        && ClosedMembers.reason(type, name()) != null
        && !HostSetup.granted().opens(type, name())) {
      throw LuaRuntimeException.message(
          "`" + name() + "` of `" + type.getName() + "` is closed to scripts");
    }
  }

  @Override
  public Varargs invoke(Varargs args) {
    Class<?> owner = Callee.owner(callees.get(0));
    if (!(args.arg1() instanceof HostObject o) || o.isClosed() || !owner.isInstance(o.instance())) {
      throw new BadArgumentException(1, owner.getSimpleName() + " expected; call it with a colon");
    }
    checkOpen(o.instance().getClass());
    Realm realm = Task.current().realm();
    try {
      return Overload.call(realm, name(), callees, o.instance(), args, 1);
    } catch (Throwable thrown) {
      throw HostErrors.toLua(realm, thrown);
    }
  }
}
