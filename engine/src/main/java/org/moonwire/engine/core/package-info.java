/**
 * The Lua machine: interpreter, coroutines, tasks and realms over LuaJ's value types. Internal; the
 * module SPI and the public API show nothing of it.
 *
 * <p>One room for all of it: a task, its frames, its scheduler and the loop that runs them work on
 * the same fields at each step, and a wall between them would make those fields public.
 */
package org.moonwire.engine.core;
