package org.moonwire.engine.runtime;

import org.luaj.vm2.Prototype;

/** A compiled script. Immutable; runs in any realm. */
record Chunk(Prototype prototype, String name) {}
