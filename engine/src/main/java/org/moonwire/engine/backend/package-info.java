/**
 * Where the public types of {@code org.moonwire.engine} meet what implements them: {@link
 * org.moonwire.engine.backend.EngineBackend} is what a {@code LuaEngine} delegates to, and {@link
 * org.moonwire.engine.backend.BackendFactory} is how one is found. So the implementation may use
 * the public types, and these know nothing of it.
 */
package org.moonwire.engine.backend;
