package org.moonwire.engine.lib;

import java.io.IOException;
import java.io.Writer;
import java.nio.channels.WritableByteChannel;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.access.Grants;
import org.moonwire.engine.core.Building;
import org.moonwire.engine.core.Builtin;
import org.moonwire.engine.core.ControlLib;
import org.moonwire.engine.core.DebugLib;
import org.moonwire.engine.core.LuaRuntimeException;
import org.moonwire.engine.core.LuaStrings;
import org.moonwire.engine.core.Ops;
import org.moonwire.engine.core.Realm;
import org.moonwire.engine.core.RealmLibrary;
import org.moonwire.engine.core.Task;

/** The globals of a script (Lua manual 5.2, section 6), without {@code require} and the modules. */
public final class StandardLibrary {
  private static final LuaString TOSTRING = LuaString.valueOf("tostring");

  private StandardLibrary() {}

  /**
   * Fills the table of globals of a new realm, or without one of all; what reaches the host only as
   * granted.
   */
  public static void install(Realm realm, LuaTable library, Grants grants) {
    LuaTable base = BaseLib.create(StandardLibrary::state);
    for (Varargs e = base.next(LuaValue.NIL); !e.arg1().isnil(); e = base.next(e.arg1())) {
      library.rawset(e.arg1(), e.arg(2));
    }
    ControlLib.install(library);
    Library.put(library, Builtin.of("print", StandardLibrary::print));
    library.rawset(LuaString.valueOf("_VERSION"), LuaString.valueOf("Lua 5.2"));
    library.rawset(LuaString.valueOf("_G"), realm == null ? RealmLibrary.GLOBALS : realm.globals());
    library.rawset(LuaString.valueOf("string"), StringLib.create());
    Loading.install(library, grants);
    library.rawset(LuaString.valueOf("table"), TableLib.create());
    library.rawset(LuaString.valueOf("math"), MathLib.create(StandardLibrary::state));
    library.rawset(LuaString.valueOf("bit32"), Bit32Lib.create());
    LuaTable os = OsLib.create();
    OsHostLib.install(os, grants);
    library.rawset(LuaString.valueOf("os"), os);
    if (grants.has("io")) {
      library.rawset(LuaString.valueOf("io"), IoLib.create(realm.core()));
    }
    if (grants.has("debug")) {
      DebugLib.install(realm, (LuaTable) library.rawget(LuaString.valueOf("debug")));
    }
  }

  static LibraryState state() {
    return Task.current().realm().libraryState(LibraryState.class, LibraryState::new);
  }

  private static void addTexts(ByteBuilder line, LuaValue tostring, Varargs args) {
    for (int i = 1; i <= args.narg(); i++) {
      if (i > 1) {
        line.add('\t');
      }
      line.add(text(tostring, args.arg(i)));
    }
  }

  private static Varargs print(Varargs args) {
    Task task = Task.current();
    LuaValue tostring = task == null ? BaseLib.TO_STRING : Ops.index(task.globals(), TOSTRING);
    ByteBuilder line = new ByteBuilder(80);
    // What makes a value a text may wait, and holds what is there of the line meanwhile.
    Building building = new Building(line);
    try {
      addTexts(line, tostring, args);
    } finally {
      building.close();
    }
    line.add('\n');
    Writer out = task == null ? null : task.run().out();
    if (out != null) {
      write(out, line.toLuaString());
    } else if (task != null) {
      String text = LuaStrings.display(line.toLuaString());
      task.run().engine().prints().write(System.Logger.Level.INFO, text.strip());
    }
    return LuaValue.NONE;
  }

  /** What the global {@code tostring} makes of a value, whoever has set it. */
  @SuppressWarnings("ReferenceEquality") // functions are equal if they are the same
  private static LuaString text(LuaValue tostring, LuaValue v) {
    return tostring == BaseLib.TO_STRING
        ? Ops.toString(v, "print")
        : Ops.toText(Ops.call(tostring, v).arg1(), "print");
  }

  private static void write(Writer out, LuaString line) {
    try {
      if (out instanceof WritableByteChannel bytes) {
        ContextStream.write(bytes, line.m_bytes, line.m_offset, line.m_length);
      } else {
        out.write(LuaStrings.display(line));
      }
      out.flush();
    } catch (IOException e) {
      throw LuaRuntimeException.fromJava(e);
    }
  }
}
