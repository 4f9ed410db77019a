package org.moonwire.engine.lib;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.core.Args;
import org.moonwire.engine.core.Builtin;
import org.moonwire.engine.core.ControlLib;
import org.moonwire.engine.core.LuaRaise;
import org.moonwire.engine.core.Ops;
import org.moonwire.engine.core.Poll;
import org.moonwire.engine.core.Realm;
import org.moonwire.engine.core.Task;

/**
 * The globals of a sandboxed script (Lua manual 5.2, section 6), without {@code require} and the
 * modules.
 */
public final class StandardLibrary {
  private StandardLibrary() {}

  /** Fills the table of globals of a new realm. */
  public static void install(Realm realm, LuaTable library) {
    LibraryState state = new LibraryState();
    LuaTable base = BaseLib.create(() -> state);
    for (Varargs e = base.next(LuaValue.NIL); !e.arg1().isnil(); e = base.next(e.arg1())) {
      library.rawset(e.arg1(), e.arg(2));
    }
    ControlLib.install(library);
    put(library, Builtin.of("load", args -> load(realm, args)));
    put(library, Builtin.of("print", StandardLibrary::print));
    library.rawset(LuaString.valueOf("_VERSION"), LuaString.valueOf("Lua 5.2"));
    library.rawset(LuaString.valueOf("_G"), realm.globals());
    library.rawset(LuaString.valueOf("string"), StringLib.create());
    library.rawset(LuaString.valueOf("table"), TableLib.create());
    library.rawset(LuaString.valueOf("math"), MathLib.create(() -> state));
    library.rawset(LuaString.valueOf("bit32"), Bit32Lib.create());
    library.rawset(LuaString.valueOf("os"), OsLib.create());
  }

  private static void put(LuaTable table, Builtin function) {
    table.rawset(LuaString.valueOf(function.name()), function);
  }

  private static Varargs load(Realm realm, Varargs args) {
    LuaValue chunk = args.arg1();
    LuaString source;
    try {
      source = isText(chunk) ? Args.string(args, 1) : pieces(Args.function(args, 1));
    } catch (LuaRaise e) {
      if (chunk.isfunction()) {
        return LuaValue.varargsOf(LuaValue.NIL, e.value());
      }
      throw e;
    }
    LuaString fallback = isText(chunk) ? source : LuaString.valueOf("=(load)");
    String name = Args.string(args, 2, fallback).tojstring();
    String mode = Args.string(args, 3, LuaString.valueOf("bt")).tojstring();
    if (source.m_length > 0 && source.m_bytes[source.m_offset] == 27) {
      return failed("attempt to load a binary chunk, which is never allowed");
    }
    if (mode.indexOf('t') < 0) {
      return failed("attempt to load a text chunk (mode is '" + mode + "')");
    }
    byte[] bytes = new byte[source.m_length];
    source.copyInto(0, bytes, 0, bytes.length);
    try {
      return args.narg() >= 4
          ? realm.load(realm.core().compile(bytes, name), args.arg(4))
          : realm.load(realm.core().compile(bytes, name), Task.current().globals());
    } catch (LuaRaise e) {
      return LuaValue.varargsOf(LuaValue.NIL, e.value());
    } catch (LuaError e) {
      return failed(e.getMessage());
    }
  }

  private static boolean isText(LuaValue v) {
    return v.type() == LuaValue.TSTRING || v.type() == LuaValue.TNUMBER;
  }

  private static Varargs failed(String message) {
    return LuaValue.varargsOf(LuaValue.NIL, LuaString.valueOf(message));
  }

  private static LuaString pieces(LuaValue reader) {
    ByteArrayOutputStream source = new ByteArrayOutputStream();
    while (true) {
      LuaValue piece = Ops.call(reader, LuaValue.NONE).arg1();
      if (piece.isnil() || (piece instanceof LuaString s && s.m_length == 0)) {
        return LuaString.valueUsing(source.toByteArray());
      }
      if (!(piece instanceof LuaString s)) {
        throw LuaRaise.value(LuaString.valueOf("reader function must return a string"));
      }
      Poll.checkStringLength((long) source.size() + s.m_length);
      source.write(s.m_bytes, s.m_offset, s.m_length);
    }
  }

  private static Varargs print(Varargs args) {
    StringBuilder line = new StringBuilder();
    for (int i = 1; i <= args.narg(); i++) {
      LuaString s = Ops.toString(args.arg(i), "print");
      line.append(i > 1 ? "\t" : "");
      line.append(new String(s.m_bytes, s.m_offset, s.m_length, StandardCharsets.UTF_8));
    }
    line.append('\n');
    Task task = Task.current();
    Writer out = task == null ? null : task.run().out();
    if (out == null) {
      System.getLogger("org.moonwire.print").log(System.Logger.Level.INFO, line.toString().strip());
      return LuaValue.NONE;
    }
    try {
      out.write(line.toString());
      out.flush();
    } catch (IOException e) {
      throw LuaRaise.fromJava(e);
    }
    return LuaValue.NONE;
  }
}
