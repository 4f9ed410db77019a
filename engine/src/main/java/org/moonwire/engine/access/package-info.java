/**
 * What a host has granted of Java and of Lua's libraries, and which types no script ever gets hold
 * of. Knows classes and names, no Lua values.
 */
package org.moonwire.engine.access;
