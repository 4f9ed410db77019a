package org.moonwire.engine.compiler;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.function.BiFunction;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.Prototype;
import org.moonwire.engine.core.LuaRuntimeException;
import org.moonwire.engine.core.LuaStrings;
import org.moonwire.engine.core.Tracebacks;
import org.moonwire.engine.module.Language;

/**
 * Compiles Lua source of either level, with or without type annotations, which mean nothing.
 * Thread-safe: nothing is shared between calls.
 */
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
    return compile(Syntax.LUA_5_2, source, chunkName);
  }

  /** As {@link #compile(byte[], String)}, for a level of the language. */
  public static BiFunction<byte[], String, Prototype> of(Language language) {
    Syntax syntax = Syntax.of(language);
    return (source, chunkName) -> compile(syntax, source, chunkName);
  }

  private static Prototype compile(Syntax syntax, byte[] source, String chunkName) {
    Cursor plain = cursor(syntax, source, chunkName, false);
    try {
      return compile(plain);
    } catch (LuaRuntimeException e) {
      Cursor annotated = cursor(syntax, source, chunkName, true);
      return compileAnnotated(annotated, plain.lexer.position(), e);
    }
  }

  /** Compiles what is no plain Lua; of two errors the one that came later in the source counts. */
  private static Prototype compileAnnotated(
      Cursor annotated, int reached, LuaRuntimeException error) {
    try {
      return compile(annotated);
    } catch (LuaRuntimeException e) {
      throw annotated.types.found() && annotated.lexer.position() > reached ? e : error;
    }
  }

  /** Whether a source, one character a byte, is Lua without annotations. */
  static boolean isPlain(String source, Syntax syntax) {
    try {
      return compile(cursor(syntax, source.getBytes(ISO_8859_1), "=", false)) != null;
    } catch (LuaRuntimeException e) {
      return false;
    }
  }

  private static Cursor cursor(Syntax syntax, byte[] source, String chunkName, boolean annotated) {
    Lexer lexer = new Lexer(source, Tracebacks.chunkName(chunkName), syntax);
    return new Cursor(lexer, LuaStrings.encode(chunkName), annotated);
  }

  private static Prototype compile(Cursor at) {
    at.openFunction(0);
    at.f.vararg = true;
    at.f.addUpvalue(ENVIRONMENT, true, 0);
    at.next();
    new StatementParser(at).block();
    at.require(Token.END_OF_FILE);
    return at.closeFunction(0);
  }
}
