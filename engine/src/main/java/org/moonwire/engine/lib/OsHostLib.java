package org.moonwire.engine.lib;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.access.Grants;
import org.moonwire.engine.core.Args;
import org.moonwire.engine.core.BadArgumentException;
import org.moonwire.engine.core.Builtin;
import org.moonwire.engine.core.ExitException;
import org.moonwire.engine.core.LuaRuntimeException;
import org.moonwire.engine.core.LuaStrings;

/**
 * The part of the library {@code os} that reaches the host: processes, files, environment (Lua
 * manual 5.2, section 6.9). Withheld from scripts unless the host grants functions of it by name.
 */
final class OsHostLib {
  private static final LuaString C = LuaString.valueOf("C");
  private static final LuaString ALL = LuaString.valueOf("all");
  private static final Set<String> CATEGORIES =
      Set.of("all", "collate", "ctype", "monetary", "numeric", "time");

  private static final Library LIBRARY =
      Library.of(
          Builtin.of("execute", OsHostLib::execute),
          Builtin.of("getenv", OsHostLib::getenv),
          Builtin.of("remove", OsHostLib::remove),
          Builtin.of("exit", OsHostLib::exit),
          Builtin.of("rename", OsHostLib::rename),
          Builtin.of("setlocale", OsHostLib::setLocale),
          Builtin.of("tmpname", OsHostLib::tmpname));

  private OsHostLib() {}

  /** Puts those of the functions that are granted into the table of the library. */
  static void install(LuaTable os, Grants grants) {
    LuaTable all = LIBRARY.table();
    for (String name : Grants.OS_FUNCTIONS) {
      if (grants.has("os." + name)) {
        LuaString key = LuaString.valueOf(name);
        os.rawset(key, all.rawget(key));
      }
    }
  }

  /** Ends the run, never the JVM. */
  private static Varargs exit(Varargs args) {
    LuaValue code = args.arg1();
    boolean closes = args.arg(2).toboolean();
    throw code.isboolean()
        ? new ExitException(code.toboolean() ? 0 : 1, closes)
        : new ExitException((int) Args.integer(args, 1, 0), closes);
  }

  private static Varargs getenv(Varargs args) {
    String name = LuaStrings.display(Args.string(args, 1));
    String value = PolicyGate.may(PolicyGate.ENVIRONMENT, name) ? System.getenv(name) : null;
    return value == null ? LuaValue.NIL : LuaStrings.encode(value);
  }

  private static Varargs execute(Varargs args) {
    if (args.arg1().isnil()) {
      return LuaValue.valueOf(Files.isExecutable(Path.of("/bin/sh")));
    }
    String command = LuaStrings.display(Args.string(args, 1));
    if (!PolicyGate.may(PolicyGate.RUN, command)) {
      return Failure.DENIED.results(command);
    }
    try {
      return Shell.outcome(Shell.await(Shell.builder(command).start()));
    } catch (IOException e) {
      return Failure.of(e).results(command);
    }
  }

  private static Varargs remove(Varargs args) {
    String name = LuaStrings.display(Args.string(args, 1));
    try {
      Files.delete(unresolved(name));
      return LuaValue.TRUE;
    } catch (IOException | InvalidPathException e) {
      return Failure.of(e).results(name);
    }
  }

  private static Varargs rename(Varargs args) {
    String from = LuaStrings.display(Args.string(args, 1));
    String to = LuaStrings.display(Args.string(args, 2));
    try {
      Files.move(unresolved(from), unresolved(to), StandardCopyOption.REPLACE_EXISTING);
      return LuaValue.TRUE;
    } catch (IOException | InvalidPathException e) {
      return Failure.of(e).results(from);
    }
  }

  /** A name that may be written: of a symbolic link the link itself, in its real folder. */
  private static Path unresolved(String name) throws IOException {
    Path path = Path.of(name).toAbsolutePath().normalize();
    Path folder = path.getParent();
    if (folder == null || !Files.exists(folder)) {
      return PolicyGate.path(name, PolicyGate.WRITE);
    }
    Path real = folder.toRealPath().resolve(path.getFileName());
    if (!PolicyGate.may(PolicyGate.WRITE, real.toString())) {
      throw new AccessDeniedException(name);
    }
    return real;
  }

  private static Varargs tmpname(Varargs args) {
    try {
      LibraryState state = StandardLibrary.state();
      Path file = state.mayNameFile() ? PolicyGate.temporary(PolicyGate.WRITE) : null;
      if (file == null) {
        throw new IOException(Failure.TOO_MANY.text());
      }
      return LuaStrings.encode(file.toString());
    } catch (IOException e) {
      throw LuaRuntimeException.message("unable to generate a unique filename");
    }
  }

  /** There is one locale, {@code C}. */
  private static Varargs setLocale(Varargs args) {
    String wanted = Args.string(args, 1, C).tojstring();
    String category = Args.string(args, 2, ALL).tojstring();
    if (!CATEGORIES.contains(category)) {
      throw new BadArgumentException(2, "invalid option '" + category + "'");
    }
    return wanted.isEmpty() || wanted.equals("C") || wanted.equals("POSIX") ? C : LuaValue.NIL;
  }
}
