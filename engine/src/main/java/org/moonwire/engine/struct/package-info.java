/** The module {@code struct}: the formats of Lua 5.4's {@code string.pack} (manual, 6.4.2). */
package org.moonwire.engine.struct;
