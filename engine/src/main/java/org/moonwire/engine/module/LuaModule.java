package org.moonwire.engine.module;

import java.io.IOException;

/**
 * A Lua module written in Java, found by {@link java.util.ServiceLoader} or registered with the
 * engine's builder.
 *
 * <p>An engine opens a module at its first {@code require}, at most once; the table that it returns
 * is read-only and shared by all scripts of the engine. An exception thrown by {@link #open}
 * becomes the error of that {@code require} and of no other.
 */
public interface LuaModule {
  /**
   * The name scripts {@code require}; also a global of that name unless the script or the host sets
   * one, or {@link #isGlobal} says no.
   */
  String name();

  /**
   * False if the module is found by {@code require} alone, so that scripts can use its name for
   * variables that they have not set yet.
   */
  default boolean isGlobal() {
    return true;
  }

  /**
   * The source of a library in Lua that comes with the module: {@code require("NAME.rest")} asks
   * for {@code rest}. What a host itself offers under that name comes first. Code of such a library
   * has the rights of whoever calls it.
   *
   * @return null if there is none of that name
   * @throws IOException if there is one that cannot be read
   */
  default byte[] library(String name) throws IOException {
    return null;
  }

  /** Makes the module's table. Called on a thread that runs a script; must not block. */
  ModuleTable open(ModuleContext context);
}
