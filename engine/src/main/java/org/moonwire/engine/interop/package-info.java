/**
 * The border between Lua and Java: conversions, host objects, and the adapters that show the module
 * SPI to scripts. Internal.
 */
package org.moonwire.engine.interop;
