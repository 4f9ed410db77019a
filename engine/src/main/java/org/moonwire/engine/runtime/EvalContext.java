package org.moonwire.engine.runtime;

import java.lang.ref.Reference;
import java.lang.reflect.Method;
import java.util.List;
import javax.script.Bindings;
import javax.script.ScriptContext;
import javax.script.ScriptEngine;
import javax.script.ScriptException;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.LuaScriptException;
import org.moonwire.engine.core.Builtin;
import org.moonwire.engine.core.ControlLib;
import org.moonwire.engine.core.LuaStrings;
import org.moonwire.engine.core.Ops;
import org.moonwire.engine.core.Realm;
import org.moonwire.engine.core.RunOptions;
import org.moonwire.engine.core.ScriptFailureException;
import org.moonwire.engine.core.StoppedException;
import org.moonwire.engine.core.Table;
import org.moonwire.engine.globals.Environment;
import org.moonwire.engine.handles.Callbacks;
import org.moonwire.engine.interop.Conversions;
import org.moonwire.engine.interop.InterfaceCall;
import org.moonwire.engine.interop.JavaValue;
import org.moonwire.engine.interop.RaisedErrorException;
import org.moonwire.engine.interop.TableView;
import org.moonwire.engine.module.ErrorKind;
import org.moonwire.engine.module.ErrorValue;
import org.moonwire.engine.settings.EvalException;

/** One context of the host: whose globals, which writer, whose rights. Keeps the Bindings alive. */
final class EvalContext {
  /** What a script finds as {@code arg[-1]}: how a shell runs others like it. */
  private static final String INTERPRETER = "moonwire.interpreter";

  private final ScriptRuntime runtime;
  private final Realm realm;
  private final Environment environment;
  private final ScriptContext context;
  private final Bindings own;

  /** The object that keeps the engine alive while this is. */
  private final Object engine;

  EvalContext(
      ScriptRuntime runtime, BindingsRealm bindingsRealm, ScriptContext context, Bindings own) {
    this.runtime = runtime;
    this.realm = bindingsRealm.realm();
    this.environment = bindingsRealm.environment(runtime, context, own);
    this.engine = runtime.core().console();
    this.context = context;
    this.own = own;
  }

  /** Runs a chunk with {@code javax.script.argv} as its arguments. */
  Object run(Chunk chunk) throws ScriptException {
    RunOptions options = options();
    Object[] argv = arguments(context.getAttribute(ScriptEngine.ARGV));
    Varargs args = Conversions.toVarargs(realm, argv);
    LuaValue closure = realm.load(chunk.prototype(), environment, options.rights());
    if (argv != NONE) {
      LuaTable words = table(args, chunk.name());
      words.rawset(-1, Conversions.toLua(realm, context.getAttribute(INTERPRETER)));
      environment.setArguments(words);
    }
    return first(enter(options, closure, args));
  }

  private static final Object[] NONE = {};

  private static Object[] arguments(Object argv) {
    if (argv instanceof Object[] array) {
      return array;
    }
    if (argv instanceof List<?> list) {
      return list.toArray();
    }
    return argv == null ? NONE : new Object[] {argv};
  }

  private static LuaTable table(Varargs args, String name) {
    LuaTable table = new Table();
    table.rawset(0, LuaStrings.encode(name));
    for (int i = 1; i <= args.narg(); i++) {
      table.rawset(i, args.arg(i));
    }
    return table;
  }

  private RunOptions options() throws ScriptException {
    runtime.checkOpen();
    return runtime.settings().options(context, environment);
  }

  private Realm.Returned enter(LuaValue function, Varargs args) throws ScriptException {
    return enter(options(), function, args);
  }

  private Realm.Returned enter(RunOptions options, LuaValue function, Varargs args)
      throws ScriptException {
    try {
      return realm.call(options, function, args);
    } catch (ScriptFailureException e) {
      throw RaisedErrorException.of(realm, e);
    } catch (StoppedException e) {
      throw new EvalException(e.kind(), e.getMessage());
    } catch (RuntimeException e) {
      throw new EvalException(ErrorKind.UNKNOWN, String.valueOf(e.getMessage()), e);
    } finally {
      Reference.reachabilityFence(own);
      Reference.reachabilityFence(engine);
    }
  }

  /** The first result; {@code nil, err} is the failure of the run. */
  private Object first(Realm.Returned returned) throws ScriptException {
    Varargs results = returned.results();
    LuaValue second = results.arg(2);
    boolean error =
        second instanceof LuaString
            || (second instanceof JavaValue j && j.instance() instanceof ErrorValue);
    if (results.arg1().isnil() && error) {
      throw RaisedErrorException.returned(realm, second, returned);
    }
    return Conversions.toJava(realm, results.arg1());
  }

  /** Calls a function among the script's globals. */
  Object callFunction(String name, Object[] args) throws ScriptException, NoSuchMethodException {
    Builtin call = ControlLib.passing(name, () -> environment.function(name));
    try {
      return first(enter(call, Conversions.toVarargs(realm, arguments(args))));
    } catch (LuaScriptException e) {
      if (e.getCause() instanceof Environment.NoFunctionException) {
        throw new NoSuchMethodException("the script has no function `" + name + "`");
      }
      throw e;
    }
  }

  /** Calls a method of a table, which gets the table as its first argument. */
  Object callMethod(Object target, String name, Object[] args)
      throws ScriptException, NoSuchMethodException {
    LuaTable table = table(runtime, target);
    LuaValue function = member(table, name);
    if (!function.isfunction()) {
      throw new NoSuchMethodException("the table has no function `" + name + "`");
    }
    Varargs rest = Conversions.toVarargs(realm, arguments(args));
    return first(enter(function, LuaValue.varargsOf(table, rest)));
  }

  private static Object[] arguments(Object[] args) {
    return args == null ? new Object[] {null} : args;
  }

  /** The table behind an object that a script gave to Java. */
  static LuaTable table(ScriptRuntime runtime, Object target) {
    if (target instanceof TableView view) {
      runtime.checkLevel(view.realm());
      return view.table();
    }
    throw new IllegalArgumentException("`" + target + "` is no table of a script");
  }

  private LuaValue global(String name) {
    try {
      return realm.exclusively(() -> environment.variable(name));
    } finally {
      Reference.reachabilityFence(own);
    }
  }

  private LuaValue member(LuaTable table, String name) throws ScriptException {
    Builtin index = Builtin.of("index", args -> Ops.index(args.arg(1), args.arg(2)));
    return enter(index, LuaValue.varargsOf(table, LuaStrings.encode(name))).results().arg1();
  }

  /** The function behind a method of an interface; NIL if there is none. */
  LuaValue function(LuaTable target, String name) {
    try {
      LuaValue f = target == null ? global(name) : member(target, name);
      return f.isfunction() ? f : LuaValue.NIL;
    } catch (ScriptException e) {
      return LuaValue.NIL;
    }
  }

  /** Calls a function on behalf of an interface method, whose declared types decide. */
  Object callInterface(LuaTable target, LuaValue function, Method method, Object[] args)
      throws Throwable {
    runtime.checkOpen();
    RunOptions options = Callbacks.within(runtime.settings().options(context, null));
    try {
      return new InterfaceCall(realm, options, null, function, target).call(method, args);
    } finally {
      Reference.reachabilityFence(own);
    }
  }
}
