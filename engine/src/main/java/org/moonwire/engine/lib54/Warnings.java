package org.moonwire.engine.lib54;

import java.io.IOException;
import java.io.Writer;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.core.Args;
import org.moonwire.engine.core.Builtin;
import org.moonwire.engine.core.LuaStrings;
import org.moonwire.engine.core.Task;
import org.moonwire.engine.lib.ByteBuilder;

/**
 * {@code warn} (Lua manual 5.4, section 6.1), which writes to the error writer of the run. Off
 * until a script turns it on, as in the interpreter of PUC Lua. One state per realm.
 */
final class Warnings {
  static final Builtin WARN = Builtin.of("warn", Warnings::warn);

  private static final int INITIAL_SIZE = 80;

  private boolean on;

  private static Varargs warn(Varargs args) {
    ByteBuilder message = new ByteBuilder(INITIAL_SIZE);
    LuaString first = Args.string(args, 1);
    message.add(first);
    for (int i = 2; i <= args.narg(); i++) {
      message.add(Args.string(args, i));
    }
    Task task = Task.current();
    Warnings state = task.realm().libraryState(Warnings.class, Warnings::new);
    if (args.narg() == 1 && first.m_length > 0 && first.luaByte(0) == '@') {
      state.control(LuaStrings.display(first));
    } else if (state.on) {
      write(task.run().err(), LuaStrings.display(message.toLuaString()));
    }
    return LuaValue.NONE;
  }

  /** Other control messages mean nothing. */
  private void control(String message) {
    switch (message) {
      case "@on" -> on = true;
      case "@off" -> on = false;
      default -> {}
    }
  }

  private static void write(Writer err, String message) {
    if (err == null) {
      return;
    }
    try {
      err.write("Lua warning: " + message + "\n");
      err.flush();
    } catch (IOException e) {
      // A warning that nobody reads is no error.
    }
  }
}
