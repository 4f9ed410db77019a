package org.moonwire.engine.compiler;

import java.util.ArrayList;
import java.util.List;
import org.luaj.vm2.LuaString;
import org.moonwire.engine.core.LuaRuntimeException;

/**
 * Entering and leaving blocks, and how gotos find their labels (Lua manual 5.2, section 3.3.4). A
 * {@code break} is a goto to a label at the end of its loop.
 */
final class Blocks {
  static final LuaString BREAK = LuaString.valueOf("break");

  private Blocks() {}

  static LexicalScope enter(FunctionBuilder f, boolean loop) {
    f.scope = new LexicalScope(f.scope, loop, f.visible());
    return f.scope;
  }

  static void leave(FunctionBuilder f) {
    LexicalScope left = f.scope;
    if (left.loop) {
      connectEarlier(f, new LexicalScope.Label(BREAK, f.code.here(), 0, f.visible()));
    }
    if (left.outer != null && left.captured) {
      Jumps closing = f.code.jump();
      f.code.close(closing, left.variables);
      f.code.patchHere(closing);
    }
    f.scope = left.outer;
    f.hide(left.variables);
    f.free = f.visible();
    if (left.outer != null) {
      moveOut(f, left);
    } else if (!left.gotos.isEmpty()) {
      throw unresolved(f, left.gotos.get(0));
    }
  }

  /** Lets the gotos of the innermost block find a label that comes after them. */
  static void connectEarlier(FunctionBuilder f, LexicalScope.Label label) {
    List<LexicalScope.Goto> gotos = f.scope.gotos;
    if (gotos.isEmpty()) {
      return;
    }
    List<LexicalScope.Goto> left = new ArrayList<>(gotos.size());
    for (LexicalScope.Goto g : gotos) {
      if (g.name.equals(label.name())) {
        connect(f, g, label);
      } else {
        left.add(g);
      }
    }
    gotos.clear();
    gotos.addAll(left);
  }

  static void checkUnused(FunctionBuilder f, LuaString name) {
    LexicalScope.Label known = f.lexer.syntax.hiddenBy(f.scope, name);
    if (known != null) {
      throw f.lexer.errorAlone(
          "label '" + name.tojstring() + "' already defined on line " + known.line());
    }
  }

  /** Adds a goto to the innermost block; a label that is there already is found at once. */
  static void jump(FunctionBuilder f, LuaString name, Jumps jumps, int line) {
    LexicalScope.Goto g = new LexicalScope.Goto(name, jumps, line, f.visible());
    if (!resolve(f, g)) {
      f.scope.gotos.add(g);
    }
  }

  private static void moveOut(FunctionBuilder f, LexicalScope left) {
    for (LexicalScope.Goto g : left.gotos) {
      if (g.variables > left.variables) {
        if (left.captured) {
          f.code.close(g.jumps, left.variables);
        }
        g.variables = left.variables;
      }
      if (!resolve(f, g)) {
        f.scope.gotos.add(g);
      }
    }
  }

  private static boolean resolve(FunctionBuilder f, LexicalScope.Goto g) {
    LexicalScope.Label label = f.scope.find(g.name);
    if (label == null) {
      return false;
    }
    if (g.variables > label.variables()) {
      f.code.close(g.jumps, label.variables());
    }
    connect(f, g, label);
    return true;
  }

  private static void connect(FunctionBuilder f, LexicalScope.Goto g, LexicalScope.Label label) {
    if (g.variables < label.variables()) {
      String variable = f.variableName(g.variables).tojstring();
      throw f.lexer.errorAlone(
          "<goto "
              + g.name.tojstring()
              + "> at line "
              + g.line
              + " jumps into the scope of local '"
              + variable
              + "'");
    }
    f.code.patch(g.jumps, label.pc());
  }

  private static LuaRuntimeException unresolved(FunctionBuilder f, LexicalScope.Goto g) {
    String message =
        g.name.equals(BREAK)
            ? f.lexer.syntax.unresolvedBreak(g.line)
            : "no visible label '" + g.name.tojstring() + "' for <goto> at line " + g.line;
    return f.lexer.errorAlone(message);
  }
}
