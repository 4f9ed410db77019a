/**
 * JSON between Lua values and UTF-8 bytes, without a detour over Java strings or collections
 * (engine/manual/json.md).
 */
package org.moonwire.engine.json;
