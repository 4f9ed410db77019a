package org.moonwire.engine.lib;

import java.io.IOException;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.core.NumberFormat;

/** Runs commands for {@code os.execute} and {@code io.popen}. */
final class Shell {
  private static final int SIGNALLED = 128;

  /** A code that is higher than that of the last signal is one that the command has given. */
  private static final int MAX_SIGNAL = 64;

  private static final LuaString EXIT = LuaString.valueOf("exit");
  private static final LuaString SIGNAL = LuaString.valueOf("signal");

  private Shell() {}

  /** A process that shares the standard files of the JVM. */
  static ProcessBuilder builder(String command) {
    return new ProcessBuilder("/bin/sh", "-c", command).inheritIO();
  }

  /**
   * The exit code; a script that must end kills the process.
   *
   * @throws IOException if the thread is interrupted
   */
  static int await(Process process) throws IOException {
    try {
      return ProcessCalls.await(process, process::waitFor);
    } finally {
      if (process.isAlive()) {
        ProcessCalls.kill(process);
      }
    }
  }

  /** The three results of {@code os.execute}. */
  static Varargs outcome(int code) {
    boolean signalled = code > SIGNALLED && code <= SIGNALLED + MAX_SIGNAL;
    return LuaValue.varargsOf(
        code == 0 ? LuaValue.TRUE : LuaValue.NIL,
        signalled ? SIGNAL : EXIT,
        NumberFormat.of(signalled ? code - SIGNALLED : code));
  }
}
