package org.moonwire.engine.interop;

import java.lang.reflect.Method;
import java.util.List;
import javax.script.ScriptException;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.LuaCallException;
import org.moonwire.engine.LuaFunction;
import org.moonwire.engine.LuaScriptException;
import org.moonwire.engine.access.Rights;
import org.moonwire.engine.core.Realm;
import org.moonwire.engine.core.Run;
import org.moonwire.engine.core.RunOptions;
import org.moonwire.engine.core.ScriptFailureException;
import org.moonwire.engine.core.Task;
import org.moonwire.engine.handles.Anchor;
import org.moonwire.engine.handles.Callbacks;
import org.moonwire.engine.handles.Handle;

/** A Lua function in the hands of Java. */
final class FunctionHandle implements LuaFunction, Handle {
  private final Realm realm;
  private final LuaValue function;
  private final Rights rights;
  private final Anchor anchor;

  /** The run that gave the function away; null if none did. */
  private final Run giver;

  /** Keeps a wait from being taken for a deadlock while Java holds this handle and may call it. */
  private final Object caller;

  FunctionHandle(Realm realm, LuaValue function) {
    this.realm = realm;
    this.function = function;
    this.rights = Callbacks.present();
    this.anchor = Anchor.of(realm);
    this.giver = Task.current() == null ? null : Task.current().run();
    this.caller = realm.caller();
  }

  Realm realm() {
    return realm;
  }

  Object caller() {
    return caller;
  }

  /** What a call of the function runs with. */
  private RunOptions options() throws LuaScriptException {
    return Callbacks.options(realm, anchor, rights);
  }

  @Override
  public LuaValue inRealm(Realm other) {
    return other == realm ? function : new ForeignFunction(this);
  }

  /** Runs the function; results are still Lua values. */
  Varargs run(Object... args) throws LuaScriptException {
    try {
      return realm.run(options(), giver, function, Conversions.toVarargs(realm, args));
    } catch (ScriptFailureException e) {
      throw RaisedErrorException.of(realm, e);
    }
  }

  /** Calls the function as the implementation of an interface method. */
  Object onBehalfOf(Method method, Object[] args) throws LuaScriptException {
    return onBehalfOf(null, method, args);
  }

  /** As above, as a method of {@code self} unless that is null. */
  Object onBehalfOf(LuaValue self, Method method, Object[] args) throws LuaScriptException {
    return new InterfaceCall(realm, options(), giver, function, self).call(method, args);
  }

  @Override
  public Object call(Object... args) throws ScriptException {
    return Conversions.toJava(realm, run(args).arg1());
  }

  @Override
  public List<Object> callMulti(Object... args) throws ScriptException {
    return Conversions.toList(realm, run(args));
  }

  @Override
  public <T> T as(Class<T> type) {
    return FunctionProxy.of(this, type);
  }

  @Override
  public Object call() throws ScriptException {
    return call(new Object[0]);
  }

  @Override
  public void run() {
    try {
      run(new Object[0]);
    } catch (LuaScriptException e) {
      throw new LuaCallException(e);
    }
  }

  @Override
  public Object apply(Object arg) {
    try {
      return call(arg);
    } catch (ScriptException e) {
      throw new LuaCallException(e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FunctionHandle h && h.function.raweq(function) && h.realm == realm;
  }

  @Override
  public int hashCode() {
    return function.hashCode();
  }

  @Override
  public String toString() {
    return function.tojstring();
  }
}
