package org.moonwire.engine.compiler;

import java.util.ArrayList;
import java.util.List;
import org.luaj.vm2.LuaString;
import org.moonwire.engine.core.Poll;

/** A block: its labels, and the gotos in it that have not found theirs yet. */
final class LexicalScope {
  /** A place to jump to. {@code variables} is how many local variables are visible there. */
  record Label(LuaString name, int pc, int line, int variables) {}

  /** A goto or break without a target. */
  static final class Goto {
    final LuaString name;
    final Jumps jumps;
    final int line;

    /** How many local variables are visible where it jumps from. */
    int variables;

    Goto(LuaString name, Jumps jumps, int line, int variables) {
      this.name = name;
      this.jumps = jumps;
      this.line = line;
      this.variables = variables;
    }
  }

  /** More labels than this take a while to look through. */
  private static final int FEW = 1000;

  final LexicalScope outer;
  final boolean loop;

  /** How many local variables were visible before the block. */
  final int variables;

  /** Set when a function in the block uses one of its variables. */
  boolean captured;

  /** Set when the block, or one that it is in, has a variable to be closed. */
  boolean closes;

  final List<Label> labels = new ArrayList<>(0);
  final List<Goto> gotos = new ArrayList<>(0);

  LexicalScope(LexicalScope outer, boolean loop, int variables) {
    this.outer = outer;
    this.loop = loop;
    this.variables = variables;
    this.closes = outer != null && outer.closes;
  }

  Label find(LuaString name) {
    if (labels.size() > FEW) {
      Poll.check();
    }
    for (Label label : labels) {
      if (label.name.equals(name)) {
        return label;
      }
    }
    return null;
  }
}
