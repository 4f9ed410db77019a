/**
 * Lua 5.2's standard libraries over LuaJ's value types, without LuaJ's own library code. Internal
 * to the engine.
 */
package org.moonwire.engine.lib;
