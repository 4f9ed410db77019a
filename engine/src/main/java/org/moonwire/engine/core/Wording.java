package org.moonwire.engine.core;

import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaUserdata;
import org.luaj.vm2.LuaValue;
import org.moonwire.engine.module.Language;

/** How messages of errors are put at each level, where they differ. */
enum Wording {
  LUA_5_2 {
    @Override
    String typeError(String operation, LuaValue value, Names.Name name) {
      String type = value.typename();
      return name == null
          ? "attempt to " + operation + " a " + type + " value"
          : "attempt to " + operation + " " + shown(name) + " (a " + type + " value)";
    }

    @Override
    boolean namesConstants() {
      return false;
    }

    @Override
    String noText(String user) {
      return "'tostring' must return a string to '" + user + "'";
    }

    @Override
    String typeName(LuaValue value) {
      return value.typename();
    }

    @Override
    String metamethod(LuaString event) {
      return event.tojstring();
    }

    @Override
    String called(Names.Name function) {
      return "function '" + function.text() + "'";
    }

    @Override
    boolean tellsMoreInTracebacks() {
      return false;
    }

    @Override
    String extraArgument() {
      return "(*vararg)";
    }

    @Override
    String temporary(boolean ofJava) {
      return "(*temporary)";
    }
  },

  LUA_5_4 {
    @Override
    String typeError(String operation, LuaValue value, Names.Name name) {
      String about = name == null ? "" : " (" + shown(name) + ")";
      return "attempt to " + operation + " a " + typeName(value) + " value" + about;
    }

    @Override
    boolean namesConstants() {
      return true;
    }

    @Override
    String noText(String user) {
      return "'__tostring' must return a string";
    }

    /** The {@code __name} of a metatable stands for the type. */
    @Override
    String typeName(LuaValue value) {
      LuaValue metatable =
          value instanceof LuaTable || value instanceof LuaUserdata ? value.getmetatable() : null;
      return metatable instanceof LuaTable t && t.rawget(NAME) instanceof LuaString name
          ? LuaStrings.display(name)
          : value.typename();
    }

    @Override
    String metamethod(LuaString event) {
      return event.tojstring().substring(2);
    }

    @Override
    String called(Names.Name function) {
      String kind = function.kind().equals("global") ? "function" : function.kind();
      return kind + " '" + function.text() + "'";
    }

    @Override
    boolean tellsMoreInTracebacks() {
      return true;
    }

    @Override
    String extraArgument() {
      return "(vararg)";
    }

    @Override
    String temporary(boolean ofJava) {
      return ofJava ? "(C temporary)" : "(temporary)";
    }
  };

  private static final LuaString NAME = LuaString.valueOf("__name");

  /** The one of the running task; that of level 5.2 outside of scripts. */
  static Wording running() {
    Task task = Task.current();
    return task == null || task.realm.core().language() == Language.LUA_5_2 ? LUA_5_2 : LUA_5_4;
  }

  /** An operation that a value does not allow; {@code name} is null if it has none. */
  abstract String typeError(String operation, LuaValue value, Names.Name name);

  /** Whether an operand that is a constant string is named as that. */
  abstract boolean namesConstants();

  /** What a function that makes texts for {@code user} returned is none. */
  abstract String noText(String user);

  /** The type of a value as comparisons name it. */
  abstract String typeName(LuaValue value);

  /** The name of the function that is called for an event. */
  abstract String metamethod(LuaString event);

  /** A function in a traceback. */
  abstract String called(Names.Name function);

  /** Whether tracebacks name functions as {@code string.rep}, and count what they leave out. */
  abstract boolean tellsMoreInTracebacks();

  /** A variable without a name: what {@code ...} has. */
  abstract String extraArgument();

  /** A variable without a name: what a call has put aside. */
  abstract String temporary(boolean ofJava);

  /** A kind and a name, of a constant up to the first zero byte, as C would print it. */
  static String shown(Names.Name name) {
    String text = name.text();
    int end = text.indexOf('\0');
    return name.kind() + " '" + (end < 0 ? text : text.substring(0, end)) + "'";
  }
}
