package org.moonwire.engine.compiler;

import org.luaj.vm2.LuaString;
import org.luaj.vm2.Prototype;
import org.moonwire.engine.core.LuaStrings;
import org.moonwire.engine.core.Tracebacks;

/** Compiles Lua 5.2 source. Thread-safe: nothing is shared between calls. */
public final class Compiler {
  private static final LuaString ENVIRONMENT = LuaString.valueOf("_ENV");

  private Compiler() {}

  /**
   * Compiles a chunk to the function that runs it, whose only upvalue is {@code _ENV}. Takes text
   * only. Long sources can be interrupted.
   *
   * @param chunkName as {@code load} takes it: {@code @file}, {@code =text}, or the source itself
   * @throws org.moonwire.engine.core.LuaRuntimeException on a syntax error, with the message of PUC
   *     Lua 5.2.4
   */
  public static Prototype compile(byte[] source, String chunkName) {
    Lexer lexer = new Lexer(source, Tracebacks.chunkName(chunkName));
    Cursor at = new Cursor(lexer, LuaStrings.encode(chunkName));
    at.openFunction(0);
    at.f.vararg = true;
    at.f.addUpvalue(ENVIRONMENT, true, 0);
    lexer.next();
    new StatementParser(at).block();
    at.require(Token.END_OF_FILE);
    return at.closeFunction(0);
  }
}
