package org.moonwire.engine.lib;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.IntConsumer;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.core.Args;
import org.moonwire.engine.core.Builtin;
import org.moonwire.engine.core.LuaRaise;
import org.moonwire.engine.core.Numbers;
import org.moonwire.engine.core.Poll;

/**
 * The part of the library {@code os} that reaches the host: processes, files, environment (Lua
 * manual 5.2, section 6.9). Withheld from scripts unless the host grants functions of it by name.
 */
public final class OsHostLib {
  private static final int NOT_PERMITTED = 1;
  private static final int NO_ENTRY = 2;
  private static final int IO_ERROR = 5;
  private static final int ACCESS_DENIED = 13;
  private static final int NOT_EMPTY = 39;
  private static final int SIGNALLED = 128;
  private static final LuaString EXIT = LuaString.valueOf("exit");
  private static final LuaString SIGNAL = LuaString.valueOf("signal");

  private static final Library LIBRARY =
      Library.of(
          Builtin.of("execute", OsHostLib::execute),
          Builtin.of("getenv", OsHostLib::getenv),
          Builtin.of("remove", OsHostLib::remove),
          Builtin.of("rename", OsHostLib::rename),
          Builtin.of("tmpname", OsHostLib::tmpname));

  private OsHostLib() {}

  /** A new table of the functions; {@code exit} is what {@code os.exit} does with its code. */
  public static LuaTable create(IntConsumer exit) {
    LuaTable table = LIBRARY.table();
    Library.put(table, Builtin.of("exit", args -> exit(args, exit)));
    return table;
  }

  private static Varargs exit(Varargs args, IntConsumer exit) {
    LuaValue code = args.arg1();
    if (code.isboolean()) {
      exit.accept(code.toboolean() ? 0 : 1);
    } else {
      exit.accept((int) Args.integer(args, 1, 0));
    }
    return LuaValue.NONE;
  }

  private static Varargs getenv(Varargs args) {
    String value = System.getenv(Args.string(args, 1).tojstring());
    return value == null ? LuaValue.NIL : LuaString.valueOf(value);
  }

  private static Varargs execute(Varargs args) {
    if (args.arg1().isnil()) {
      return LuaValue.valueOf(Files.isExecutable(Path.of("/bin/sh")));
    }
    String command = Args.string(args, 1).tojstring();
    try {
      Process process = new ProcessBuilder("/bin/sh", "-c", command).inheritIO().start();
      return outcome(await(process));
    } catch (IOException e) {
      return failure("cannot run `" + command + "`: " + e.getMessage(), IO_ERROR);
    }
  }

  private static int await(Process process) {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      Poll.check();
      throw LuaRaise.message("interrupted");
    }
  }

  private static Varargs outcome(int code) {
    boolean signalled = code > SIGNALLED;
    return LuaValue.varargsOf(
        code == 0 ? LuaValue.TRUE : LuaValue.NIL,
        signalled ? SIGNAL : EXIT,
        Numbers.of(signalled ? code - SIGNALLED : code));
  }

  private static Varargs remove(Varargs args) {
    String name = Args.string(args, 1).tojstring();
    try {
      Files.delete(Path.of(name));
      return LuaValue.TRUE;
    } catch (IOException | InvalidPathException e) {
      return failure(name + ": ", e);
    }
  }

  private static Varargs rename(Varargs args) {
    String from = Args.string(args, 1).tojstring();
    String to = Args.string(args, 2).tojstring();
    try {
      Files.move(Path.of(from), Path.of(to), StandardCopyOption.REPLACE_EXISTING);
      return LuaValue.TRUE;
    } catch (IOException | InvalidPathException e) {
      return failure("", e);
    }
  }

  private static Varargs tmpname(Varargs args) {
    try {
      return LuaString.valueOf(Files.createTempFile("lua_", "").toString());
    } catch (IOException e) {
      throw LuaRaise.message("unable to generate a unique filename");
    }
  }

  private static Varargs failure(String prefix, Exception e) {
    if (e instanceof NoSuchFileException) {
      return failure(prefix + "No such file or directory", NO_ENTRY);
    }
    if (e instanceof DirectoryNotEmptyException) {
      return failure(prefix + "Directory not empty", NOT_EMPTY);
    }
    if (e instanceof AccessDeniedException) {
      return failure(prefix + "Permission denied", ACCESS_DENIED);
    }
    return failure(prefix + e.getMessage(), NOT_PERMITTED);
  }

  private static Varargs failure(String message, int code) {
    return LuaValue.varargsOf(LuaValue.NIL, LuaString.valueOf(message), Numbers.of(code));
  }
}
