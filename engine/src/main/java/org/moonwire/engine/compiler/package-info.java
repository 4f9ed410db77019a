/**
 * The compiler: Lua 5.2 source to the prototypes that the interpreter runs, in one pass (Lua manual
 * 5.2, section 9).
 */
package org.moonwire.engine.compiler;
