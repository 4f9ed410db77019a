package org.moonwire.engine.lib;

import java.io.IOException;
import java.nio.channels.NonWritableChannelException;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.core.Args;
import org.moonwire.engine.core.BadArgumentException;
import org.moonwire.engine.core.Builtin;
import org.moonwire.engine.core.EngineCore;
import org.moonwire.engine.core.LuaRuntimeException;
import org.moonwire.engine.core.LuaStrings;
import org.moonwire.engine.core.NumberFormat;
import org.moonwire.engine.core.Poll;
import org.moonwire.engine.core.Task;
import org.moonwire.engine.module.Language;

/**
 * The library {@code io} (Lua manual 5.2, section 6.8) for one realm; withheld unless the host
 * grants it. The standard files are the reader and writers of the running script's ScriptContext.
 */
final class IoLib {
  private static final int MAX_FORMATS = 17;
  private static final int MAX_FORMATS_54 = 250;
  private static final LuaString READ_MODE = LuaString.valueOf("r");
  private static final LuaString OPEN = LuaString.valueOf("file");
  private static final LuaString CLOSED = LuaString.valueOf("closed file");

  private final IoFiles files;

  private IoLib(EngineCore core) {
    files = new IoFiles(core);
  }

  /** The table of the library, with files of its own. */
  static LuaTable create(EngineCore core) {
    IoLib io = new IoLib(core);
    LuaTable methods = FileMethods.install(io.files.metatable());
    Library.put(methods, Builtin.of("lines", args -> io.lines(LuaFile.open(args), args, false)));
    LuaTable table = io.functions().table();
    table.rawset(LuaString.valueOf("stdin"), io.files.stdin);
    table.rawset(LuaString.valueOf("stdout"), io.files.stdout);
    table.rawset(LuaString.valueOf("stderr"), io.files.stderr);
    return table;
  }

  private Library functions() {
    return Library.of(
        Builtin.of("close", this::close),
        Builtin.of("flush", args -> IoFiles.done(output().stream()::flush)),
        Builtin.of("input", this::setInput),
        Builtin.of("lines", this::linesOf),
        Builtin.of("open", this::open),
        Builtin.of("output", this::setOutput),
        Builtin.of("popen", this::popen),
        Builtin.of("read", args -> FileReads.read(input().stream(), args, 1)),
        Builtin.of("tmpfile", args -> temporary()),
        Builtin.of("type", IoLib::type),
        Builtin.of("write", args -> FileMethods.write(output(), args, 1)));
  }

  private LuaFile input() {
    return standard(files.input, "input");
  }

  private LuaFile output() {
    return standard(files.output, "output");
  }

  private static LuaFile standard(LuaFile file, String name) {
    if (file.isClosed()) {
      throw LuaRuntimeException.message("standard " + name + " file is closed");
    }
    return file;
  }

  private Varargs close(Varargs args) {
    // io.close(nil) complains, io.close() does not
    return (args.narg() == 0 ? LuaFile.open(files.output) : LuaFile.open(args)).close();
  }

  private Varargs setInput(Varargs args) {
    if (!args.arg1().isnil()) {
      files.input = fileOf(args, "r");
    }
    return files.input;
  }

  private Varargs setOutput(Varargs args) {
    if (!args.arg1().isnil()) {
      files.output = fileOf(args, "w");
    }
    return files.output;
  }

  private LuaFile fileOf(Varargs args, String mode) {
    LuaValue file = args.arg1();
    return file.type() == LuaValue.TSTRING || file.type() == LuaValue.TNUMBER
        ? openOrFail(Args.string(args, 1), mode)
        : LuaFile.open(args);
  }

  private LuaFile openOrFail(LuaString name, String mode) {
    try {
      return files.open(name, mode);
    } catch (IOException e) {
      throw LuaRuntimeException.message(
          "cannot open file '" + LuaStrings.display(name) + "' (" + Failure.of(e).text() + ")");
    }
  }

  private Varargs open(Varargs args) {
    LuaString name = Args.string(args, 1);
    String mode = Args.string(args, 2, READ_MODE).tojstring();
    if (!IoFiles.isMode(mode)) {
      throw new BadArgumentException(2, "invalid mode");
    }
    try {
      return files.open(name, mode);
    } catch (IOException e) {
      return Failure.of(e).results(LuaStrings.display(name));
    }
  }

  private Varargs temporary() {
    try {
      return files.temporary();
    } catch (IOException e) {
      return Failure.of(e).results(null);
    }
  }

  private Varargs popen(Varargs args) {
    String command = LuaStrings.display(Args.string(args, 1));
    String mode = Args.string(args, 2, READ_MODE).tojstring();
    if (!mode.equals("r") && !mode.equals("w")) {
      throw new BadArgumentException(2, "invalid mode");
    }
    if (!PolicyGate.may(PolicyGate.RUN, command)) {
      return Failure.DENIED.results(command);
    }
    try {
      return files.adopt(PipeStream.open(command, mode.equals("r")));
    } catch (IOException e) {
      return Failure.of(e).results(command);
    }
  }

  private static Varargs type(Varargs args) {
    if (!(Args.any(args, 1) instanceof LuaFile file)) {
      return LuaValue.NIL;
    }
    return file.isClosed() ? CLOSED : OPEN;
  }

  private Varargs linesOf(Varargs args) {
    if (args.arg1().isnil()) {
      return lines(LuaFile.open(files.input), args, false);
    }
    return lines(openOrFail(Args.string(args, 1), "r"), args, true);
  }

  private Varargs lines(LuaFile file, Varargs args, boolean closes) {
    boolean few = Task.current().realm().core().language() == Language.LUA_5_2;
    int most = few ? MAX_FORMATS : MAX_FORMATS_54;
    if (args.narg() - 1 > most) {
      throw few
          ? new BadArgumentException(most, "too many options")
          : new BadArgumentException(most + 2, "too many arguments");
    }
    Varargs formats = args.subargs(2);
    return Builtin.of("lines", unused -> nextLine(file, formats, closes));
  }

  private static Varargs nextLine(LuaFile file, Varargs formats, boolean closes) {
    if (file.isClosed()) {
      throw LuaRuntimeException.message("file is already closed");
    }
    Varargs results = FileReads.read(file.stream(), formats, 1);
    if (!results.arg1().isnil()) {
      return results;
    }
    if (results.arg(2).type() == LuaValue.TSTRING) {
      throw LuaRuntimeException.message(LuaStrings.display(results.arg(2)));
    }
    if (closes) {
      file.close();
    }
    return LuaValue.NONE;
  }

  /** The methods of files, which need no realm. */
  private static final class FileMethods {
    private static final LuaString INDEX = LuaString.valueOf("__index");

    private static final Library METHODS =
        Library.of(
            Builtin.of("close", args -> LuaFile.open(args).close()),
            Builtin.of("flush", args -> IoFiles.done(LuaFile.open(args).stream()::flush)),
            Builtin.of("read", args -> FileReads.read(LuaFile.open(args).stream(), args, 2)),
            Builtin.of("seek", FileMethods::seek),
            Builtin.of("setvbuf", FileMethods::setBuffering),
            Builtin.of("write", args -> write(LuaFile.open(args), args, 2)));

    /** Fills the metatable of files; the result is the table of their methods, the same one. */
    static LuaTable install(LuaTable metatable) {
      LuaTable methods = METHODS.table();
      for (Varargs e = methods.next(LuaValue.NIL); !e.arg1().isnil(); e = methods.next(e.arg1())) {
        metatable.rawset(e.arg1(), e.arg(2));
      }
      metatable.rawset(INDEX, metatable);
      metatable.rawset(LuaString.valueOf("__gc"), Builtin.of("__gc", FileMethods::collect));
      metatable.rawset(
          LuaString.valueOf("__tostring"),
          Builtin.of("tostring", args -> LuaString.valueOf(LuaFile.check(args, 1).tojstring())));
      return metatable;
    }

    private static Varargs collect(Varargs args) {
      LuaFile file = LuaFile.check(args, 1);
      if (!file.isClosed()) {
        Varargs unused = file.close();
      }
      return LuaValue.NONE;
    }

    static Varargs write(LuaFile file, Varargs args, int first) {
      try {
        for (int i = first; i <= args.narg(); i++) {
          LuaString s = Args.string(args, i);
          Poll.check();
          file.stream().write(s.m_bytes, s.m_offset, s.m_length);
        }
        return file;
      } catch (IOException | NonWritableChannelException e) {
        return Failure.of(e).results(null);
      }
    }

    private static Varargs seek(Varargs args) {
      LuaFile file = LuaFile.open(args);
      ByteStream.Whence whence =
          LuaFile.option(args, 2, ByteStream.Whence.values(), ByteStream.Whence.CUR);
      double offset = Args.number(args, 3, 0);
      if (offset != (long) offset) {
        throw new BadArgumentException(3, "not an integer in proper range");
      }
      try {
        return NumberFormat.of((double) file.stream().seek(whence, (long) offset));
      } catch (IOException e) {
        return Failure.of(e).results(null);
      }
    }

    private static Varargs setBuffering(Varargs args) {
      LuaFile file = LuaFile.open(args);
      ByteStream.Buffering buffering = LuaFile.option(args, 2, ByteStream.Buffering.values(), null);
      long size = Args.integer(args, 3, 4096);
      return IoFiles.done(
          () ->
              file.stream()
                  .setBuffering(buffering, (int) Math.max(0, Math.min(size, Integer.MAX_VALUE))));
    }
  }
}
