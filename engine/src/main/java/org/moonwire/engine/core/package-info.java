/**
 * The Lua machine: interpreter, coroutines, tasks and realms over LuaJ's value types. Internal; the
 * module SPI and the public API show nothing of it.
 */
package org.moonwire.engine.core;
