/**
 * JSON between Lua values and UTF-8 bytes, without a detour over Java strings or collections (SPEC
 * 4).
 */
package org.moonwire.engine.json;
