/**
 * The module SPI: what a Lua module written in Java implements ({@link
 * org.moonwire.engine.module.LuaModule}) and uses. The engine's own {@code websocket} module is
 * written against nothing else.
 *
 * <p>Values cross as plain Java objects: nil is null, a boolean is Boolean, a number is Integer,
 * Long or Double by its value, a string is String where it is valid UTF-8 and {@code byte[]} where
 * it is not, a table is a live {@code Map} view, a function is {@link
 * org.moonwire.engine.LuaFunction}, a {@link org.moonwire.engine.module.LuaObject} is itself. In
 * the other direction {@code byte[]} also becomes a string and {@link
 * org.moonwire.engine.module.NewTable} a fresh table.
 */
package org.moonwire.engine.module;
