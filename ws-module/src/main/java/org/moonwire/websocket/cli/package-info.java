/** The command line: runs Lua scripts out of the executable jar. Needs picocli. */
package org.moonwire.websocket.cli;
