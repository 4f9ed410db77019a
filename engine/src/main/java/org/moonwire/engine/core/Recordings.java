package org.moonwire.engine.core;

import org.luaj.vm2.LuaValue;
import org.moonwire.engine.module.ErrorValue;
import org.moonwire.engine.recording.EngineFlightRecording;

/** What the flight recorder is told of the machine; nothing is made where nobody records. */
public final class Recordings {
  private Recordings() {}

  /** The main task of a run has ended; {@code begun} is null if nobody records. */
  static void runEnded(Object begun, LuaValue function, Task main) {
    if (begun != null) {
      int left = main.realm.scheduler.liveTasks(main.run.engine());
      EngineFlightRecording.runEnded(begun, name(function), kind(main.failure), left);
    }
  }

  private static String name(LuaValue function) {
    if (function instanceof Closure closure) {
      int line = closure.prototype.linedefined;
      String chunk = Tracebacks.chunkName(closure.prototype);
      return line > 0 ? chunk + ":" + line : chunk;
    }
    return function instanceof Builtin builtin ? builtin.name() : function.typename();
  }

  private static String kind(RuntimeException failure) {
    if (failure == null || (failure instanceof ExitException exit && exit.code() == 0)) {
      return null;
    }
    if (failure instanceof StoppedException stop) {
      return stop.kind();
    }
    if (failure instanceof ScriptFailureException inner) {
      return kind(inner.value(), inner.kind());
    }
    return failure instanceof LuaRuntimeException raise ? kind(raise.value(), raise.kind()) : "";
  }

  private static String kind(LuaValue value, String otherwise) {
    return value.touserdata(ErrorValue.class) instanceof ErrorValue error
        ? error.kind()
        : otherwise;
  }

  /** A function, or the loop that {@code frame} is in, is hot and goes on interpreted. */
  public static void notCompiled(Program program, Frame frame, String reason) {
    if (EngineFlightRecording.wantsNotCompiled()) {
      int line = frame == null ? program.linedefined : frame.currentLine();
      EngineFlightRecording.notCompiled(Tracebacks.chunkName(program), line, reason);
    }
  }
}
