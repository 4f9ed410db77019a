package org.moonwire.engine.globals;

import java.util.List;
import javax.script.Bindings;
import javax.script.SimpleBindings;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.core.Traceable;

/** The variables of ENGINE_SCOPE, as a script's global assignments make them. */
interface Variables extends Traceable {
  /** The value; NIL if the name is there with a null value, Java null if it is not there. */
  LuaValue get(LuaString key, String name);

  /** The value if it can be had without any Java code of the host's; NIL if not. */
  default LuaValue quick(LuaString key) {
    return LuaValue.NIL;
  }

  /**
   * True if the name, of which nothing is to be had quickly, is not there: cheap, and may be false.
   */
  default boolean surelyLacks(LuaString key) {
    return false;
  }

  /** Whether no code of the host's is asked for any of them. */
  boolean isQuiet();

  /** Whether these scopes are maps of the JDK's, and no code of the host's. */
  static boolean areQuiet(List<Bindings> scopes) {
    for (Bindings b : scopes) {
      if (b.getClass() != SimpleBindings.class) {
        return false;
      }
    }
    return true;
  }

  /** Whether these scopes are maps of the JDK's without any entry. */
  static boolean areEmpty(List<Bindings> scopes) {
    for (int i = 0; i < scopes.size(); i++) {
      Bindings b = scopes.get(i);
      if (b.getClass() != SimpleBindings.class || !b.isEmpty()) {
        return false;
      }
    }
    return true;
  }

  /** The value under a key that is no name for Java: no text, or empty. */
  LuaValue getOther(LuaValue key);

  /** Assigns; {@code hides} says that something else of that name would show through. */
  void put(LuaString key, String name, LuaValue value, boolean hides);

  /** Assigns under a key that is no name for Java. */
  void putOther(LuaValue key, LuaValue value);

  /** As Lua's {@code next}, over what can be enumerated. */
  Varargs next(LuaValue key);

  /** {@code #_G}. */
  int length();

  /** True if the host's Bindings are all there is. */
  boolean isUntouched();

  /** What must stay alive while handles into the realm do, or null. */
  Object anchor();
}
