package org.moonwire.engine.interop;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.moonwire.engine.LuaScriptException;
import org.moonwire.engine.core.Builtin;
import org.moonwire.engine.core.ExitException;
import org.moonwire.engine.core.LuaStrings;
import org.moonwire.engine.core.Ops;
import org.moonwire.engine.core.Realm;
import org.moonwire.engine.core.ScriptFailureException;
import org.moonwire.engine.core.StoppedException;
import org.moonwire.engine.handles.Anchor;
import org.moonwire.engine.handles.Callbacks;
import org.moonwire.engine.module.ErrorKind;
import org.moonwire.engine.module.ErrorValue;
import org.moonwire.engine.module.StackFrame;

/**
 * A script error on its way through Java code; back in its realm it is the same Lua value again.
 */
public final class RaisedErrorException extends LuaScriptException {
  private static final long serialVersionUID = 1L;

  private final transient Realm realm;
  private final transient LuaValue value;

  private final transient OptionalInt exitCode;
  private final String kind;

  private RaisedErrorException(Realm realm, ScriptFailureException failure, Origin origin) {
    super(text(realm, failure.value()), error(failure.value()), origin, cause(failure));
    this.realm = realm;
    this.value = failure.value();
    this.exitCode =
        failure.getCause() instanceof ExitException exit
            ? OptionalInt.of(exit.code())
            : OptionalInt.empty();
    this.kind = error() == null ? failure.kind() : error().kind();
  }

  private RaisedErrorException(Realm realm, LuaValue value, Origin origin, Throwable cause) {
    super(text(realm, value), error(value), origin, cause);
    this.realm = realm;
    this.value = value;
    this.exitCode = OptionalInt.empty();
    this.kind = error() == null ? ErrorKind.UNKNOWN : error().kind();
  }

  /** The error that ended a run. */
  public static RaisedErrorException of(Realm realm, ScriptFailureException failure) {
    Origin origin = new Origin(failure.traceback(), failure.chunk(), failure.line());
    return new RaisedErrorException(realm, failure, origin);
  }

  /** The error of a call whose results were {@code nil, value}. */
  public static RaisedErrorException returned(
      Realm realm, LuaValue value, Realm.Returned returned) {
    ErrorValue error = error(value);
    return new RaisedErrorException(
        realm, value, origin(error, returned), error == null ? null : error.cause());
  }

  /** Where a script made the error; otherwise where it was returned. */
  private static Origin origin(ErrorValue error, Realm.Returned returned) {
    List<StackFrame> stack = error == null ? List.of() : error.stack();
    for (StackFrame frame : stack) {
      if (frame.line() > 0) {
        String text =
            stack.stream()
                .map(f -> "\n\t" + f)
                .collect(Collectors.joining("", "stack traceback:", ""));
        return new Origin(text, frame.source(), frame.line());
      }
    }
    return new Origin(returned.traceback(), returned.chunk(), returned.line());
  }

  private static ErrorValue error(LuaValue value) {
    return value instanceof JavaValue j && j.instance() instanceof ErrorValue e ? e : null;
  }

  private static Throwable cause(ScriptFailureException failure) {
    if (failure.getCause() instanceof StoppedException) {
      // The message says it all: interrupt, deadline, close.
      return null;
    }
    if (failure.getCause() != null) {
      return failure.getCause();
    }
    ErrorValue error = error(failure.value());
    if (error != null) {
      return error.cause();
    }
    return failure.value() instanceof JavaValue j && j.instance() instanceof Throwable t ? t : null;
  }

  @Override
  public String kind() {
    return kind;
  }

  @Override
  public OptionalInt exitCode() {
    return exitCode;
  }

  /** The Lua value if this error comes from the given realm, else null. */
  LuaValue valueIn(Realm other) {
    return realm == other ? value : null;
  }

  private static String text(Realm realm, LuaValue value) {
    if (value instanceof LuaString s) {
      return LuaStrings.display(s);
    }
    ErrorValue error = error(value);
    if (error != null) {
      return error.message();
    }
    try {
      Builtin describe = Builtin.of("tostring", args -> Ops.toString(args.arg1()));
      LuaValue text =
          realm.run(Callbacks.options(realm, Anchor.of(realm), null), describe, value).arg1();
      return text instanceof LuaString s ? LuaStrings.display(s) : text.typename();
    } catch (ScriptFailureException | LuaScriptException e) {
      return "(error object is a " + value.typename() + " value)";
    }
  }
}
