package org.moonwire.engine.lib;

import java.io.IOException;
import java.lang.ref.Cleaner;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaUserdata;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.channel.Reaper;
import org.moonwire.engine.core.Args;
import org.moonwire.engine.core.BadArgumentException;
import org.moonwire.engine.core.EngineCore;
import org.moonwire.engine.core.LuaRuntimeException;
import org.moonwire.engine.core.Ops;
import org.moonwire.engine.core.Poll;
import org.moonwire.engine.core.ScriptLog;

/**
 * A file as a script sees it. What it writes is complete when it is closed, collected, or its
 * engine is closed.
 */
final class LuaFile extends LuaUserdata {
  private final ByteStream stream;

  /** Null for a standard file. */
  private final Ending ending;

  private boolean closed;

  /** A standard file. */
  LuaFile(ByteStream stream, LuaTable metatable) {
    super(stream, metatable);
    this.stream = stream;
    this.ending = null;
  }

  /** A file that ends with {@code core}. */
  LuaFile(ByteStream stream, LuaTable metatable, EngineCore core) {
    super(stream, metatable);
    this.stream = stream;
    this.ending = new Ending(stream, core);
    if (!core.register(ending)) {
      // A process that began while the engine was closed would go on for ever.
      ending.closeStream();
      Poll.check();
    }
    ending.watch(this);
  }

  /** Closes the stream of a file that nobody can reach, or whose engine is closed. */
  private static final class Ending implements Runnable, AutoCloseable {
    private final ByteStream stream;
    private final EngineCore core;
    // Null until watched.
    private volatile Cleaner.Cleanable watch;

    Ending(ByteStream stream, EngineCore core) {
      this.stream = stream;
      this.core = core;
    }

    void watch(LuaFile file) {
      // The end of a process may be waited for.
      watch = Reaper.watchSlowly(file, this);
      if (core.isClosed()) {
        watch.clean();
      }
    }

    @Override
    public void run() {
      if (core.unregister(this)) {
        closeStream();
      }
    }

    void closeStream() {
      try {
        stream.close();
      } catch (IOException e) {
        System.getLogger("org.moonwire.engine")
            .log(System.Logger.Level.WARNING, ScriptLog.quote("closing an abandoned file: " + e));
      }
    }

    /** Called when the engine is closed. */
    @Override
    public void close() throws IOException {
      stream.close();
      if (watch != null) {
        watch.clean();
      }
    }

    /** Called when the script has closed the file: nothing is left to watch. */
    void over() {
      core.unregister(this);
      watch.clean();
    }
  }

  /** The argument, which must be a file. */
  static LuaFile check(Varargs args, int i) {
    if (args.arg(i) instanceof LuaFile file) {
      return file;
    }
    throw Args.typeError(args, i, "FILE*");
  }

  /** The first argument, which must be an open file. */
  static LuaFile open(Varargs args) {
    return open(check(args, 1));
  }

  /** The same file, which must be open. */
  static LuaFile open(LuaFile file) {
    if (file.closed) {
      throw LuaRuntimeException.message("attempt to use a closed file");
    }
    return file;
  }

  ByteStream stream() {
    return stream;
  }

  boolean isClosed() {
    return closed;
  }

  /** What {@code file:close()} returns. */
  Varargs close() {
    if (stream.isStandard()) {
      return LuaValue.varargsOf(LuaValue.NIL, LuaString.valueOf("cannot close standard file"));
    }
    closed = true;
    ending.over();
    try {
      return stream.finish();
    } catch (IOException e) {
      return Failure.of(e).results(null);
    }
  }

  @Override
  public String tojstring() {
    return closed
        ? "file (closed)"
        : "file (0x" + Integer.toHexString(System.identityHashCode(this)) + ")";
  }

  /** For the check of option names as {@code luaL_checkoption} does it. */
  static <E extends Enum<E>> E option(Varargs args, int i, E[] options, E fallback) {
    if (fallback != null && args.arg(i).isnil()) {
      return fallback;
    }
    String name = Args.string(args, i).tojstring();
    for (E option : options) {
      if (option.name().toLowerCase(java.util.Locale.ROOT).equals(name)) {
        return option;
      }
    }
    throw new BadArgumentException(
        i, "invalid option '" + Ops.toString(args.arg(i)).tojstring() + "'");
  }
}
