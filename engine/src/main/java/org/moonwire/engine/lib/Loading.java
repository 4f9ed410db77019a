package org.moonwire.engine.lib;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Prototype;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.access.Grants;
import org.moonwire.engine.core.Args;
import org.moonwire.engine.core.Building;
import org.moonwire.engine.core.Builtin;
import org.moonwire.engine.core.Closure;
import org.moonwire.engine.core.ControlLib;
import org.moonwire.engine.core.Dumps;
import org.moonwire.engine.core.LuaRuntimeException;
import org.moonwire.engine.core.LuaStrings;
import org.moonwire.engine.core.Ops;
import org.moonwire.engine.core.Poll;
import org.moonwire.engine.core.Realm;
import org.moonwire.engine.core.Task;
import org.moonwire.engine.core.Tracebacks;

/** {@code load}, {@code loadfile} and {@code dofile} (Lua manual 5.2, section 6.1); text only. */
final class Loading {
  private static final LuaString ANY_MODE = LuaString.valueOf("bt");
  private static final LuaString READER_NAME = LuaString.valueOf("=(load)");
  private static final LuaString STRING = LuaString.valueOf("string");
  private static final int MAX_NAME_LENGTH = 4096;
  private static final int SIGNATURE = 27;

  /** What compiling takes, roughly. */
  private static final long BYTES_PER_CHARACTER = 16;

  /** Null unless functions may be dumped. */
  private final Dumps dumps;

  private Loading(Dumps dumps) {
    this.dumps = dumps;
  }

  /** Puts {@code load}, and what is granted of the others, into a table of globals. */
  static void install(LuaTable library, Grants grants) {
    Dumps dumps = grants.has("string.dump") ? new Dumps() : null;
    if (dumps != null && library.rawget(STRING) instanceof LuaTable string) {
      Library.put(string, dumps.function());
    }
    Loading loading = new Loading(dumps);
    Builtin load = Builtin.of("load", loading::load);
    Library.put(library, load);
    library.rawset(LuaString.valueOf("loadstring"), load);
    if (grants.has("loadfile")) {
      Library.put(library, Builtin.of("loadfile", loading::loadFile));
    }
    if (grants.has("dofile")) {
      Library.put(library, ControlLib.calling("dofile", loading::fileToRun));
    }
  }

  private Varargs load(Varargs args) {
    LuaValue chunk = args.arg1();
    LuaString source;
    try {
      source = isText(chunk) ? Args.string(args, 1) : pieces(args);
    } catch (LuaRuntimeException e) {
      return LuaValue.varargsOf(LuaValue.NIL, e.value());
    }
    LuaString name = Args.string(args, 2, isText(chunk) ? source : READER_NAME);
    return compile(source, shortened(name), args, 3);
  }

  /** A chunk without a name is named after its source, of which messages show one line. */
  private static LuaString shortened(LuaString name) {
    return name.m_length <= MAX_NAME_LENGTH || name.luaByte(0) == '@'
        ? name
        : name.substring(0, MAX_NAME_LENGTH);
  }

  private static Realm realm() {
    return Task.current().realm();
  }

  private static boolean isText(LuaValue v) {
    return v.type() == LuaValue.TSTRING || v.type() == LuaValue.TNUMBER;
  }

  /** Checks the arguments, then reads all that a function gives. */
  private static LuaString pieces(Varargs args) {
    LuaValue reader = Args.function(args, 1);
    ByteBuilder source = new ByteBuilder(256);
    Building building = new Building(source);
    try {
      return pieces(reader, source);
    } finally {
      building.close();
    }
  }

  private static LuaString pieces(LuaValue reader, ByteBuilder source) {
    while (true) {
      LuaValue piece = Ops.call(reader, LuaValue.NONE).arg1();
      if (piece.isnil()) {
        return source.toLuaString();
      }
      if (!isText(piece)) {
        throw LuaRuntimeException.value(
            LuaString.valueOf(Tracebacks.here() + "reader function must return a string"));
      }
      LuaString s = Ops.plainText(piece);
      if (s.m_length == 0) {
        return source.toLuaString();
      }
      source.add(s);
    }
  }

  /** Compiles; the mode is argument {@code at}, an environment may follow. */
  private Varargs compile(LuaString source, LuaString name, Varargs args, int at) {
    String mode = Args.string(args, at, ANY_MODE).tojstring();
    boolean binary = source.m_length > 0 && source.luaByte(0) == SIGNATURE;
    if (mode.indexOf(binary ? 'b' : 't') < 0) {
      String kind = binary ? "binary" : "text";
      return failed("attempt to load a " + kind + " chunk (mode is '" + mode + "')");
    }
    if (binary) {
      Prototype dumped = dumps == null ? null : dumps.find(source);
      if (dumped == null && dumps != null && dumps.isTruncated(source)) {
        return failed("truncated precompiled chunk");
      }
      return dumped == null
          ? failed("attempt to load a binary chunk, which is never allowed")
          : undumped(dumped, args, at);
    }
    Poll.charge(BYTES_PER_CHARACTER * source.m_length);
    Poll.work(BYTES_PER_CHARACTER * source.m_length);
    byte[] bytes = new byte[source.m_length];
    source.copyInto(0, bytes, 0, bytes.length);
    try {
      return function(realm().core().compile(bytes, LuaStrings.display(name)), args, at);
    } catch (LuaRuntimeException e) {
      return LuaValue.varargsOf(LuaValue.NIL, e.value());
    } catch (LuaError e) {
      return failed(e.getMessage());
    }
  }

  /** The only upvalue gets the globals; of several only an environment that was given is set. */
  private Closure undumped(Prototype prototype, Varargs args, int at) {
    return prototype.upvalues.length == 1 || args.narg() > at
        ? function(prototype, args, at)
        : realm().load(prototype, LuaValue.NIL, Task.current().rights());
  }

  private Closure function(Prototype prototype, Varargs args, int at) {
    LuaValue environment = args.narg() > at ? args.arg(at + 1) : Task.current().globals();
    return realm().load(prototype, environment, Task.current().rights());
  }

  private static Varargs failed(String message) {
    return LuaValue.varargsOf(LuaValue.NIL, LuaStrings.encode(message));
  }

  private Varargs loadFile(Varargs args) {
    boolean standard = args.arg1().isnil();
    LuaString name = standard ? LuaString.valueOf("stdin") : Args.string(args, 1);
    LuaString source;
    try {
      source = standard ? FileReads.all(ContextStream.in()) : contents(name);
    } catch (IOException e) {
      String file = LuaStrings.display(name);
      return failed("cannot open " + file + ": " + Failure.of(e).text());
    }
    LuaString chunk = LuaStrings.encode((standard ? "=" : "@") + LuaStrings.display(name));
    return compile(withoutFirstComment(source), chunk, args, 2);
  }

  private static LuaString contents(LuaString name) throws IOException {
    try (DiskStream in = DiskStream.open(IoFiles.path(name, PolicyGate.READ), "r")) {
      return FileReads.all(in);
    }
  }

  /** Drops a byte order mark and a first line that begins with {@code #}, but not its end. */
  private static LuaString withoutFirstComment(LuaString source) {
    LuaString mark = LuaString.valueUsing("\uFEFF".getBytes(StandardCharsets.UTF_8));
    int from = 0;
    if (source.m_length >= mark.m_length && source.substring(0, mark.m_length).raweq(mark)) {
      from = mark.m_length;
    }
    if (from < source.m_length && source.luaByte(from) == '#') {
      while (from < source.m_length && source.luaByte(from) != '\n') {
        from++;
      }
    }
    boolean binary = from + 1 < source.m_length && source.luaByte(from + 1) == SIGNATURE;
    return source.substring(from > 0 && binary ? from + 1 : from, source.m_length);
  }

  private LuaValue fileToRun(Varargs args) {
    Varargs loaded = loadFile(args.arg1());
    if (loaded.arg1().isnil()) {
      throw LuaRuntimeException.value(loaded.arg(2));
    }
    return loaded.arg1();
  }
}
