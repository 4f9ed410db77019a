package org.moonwire.engine.runtime;

import org.luaj.vm2.Prototype;

/** A compiled script. Immutable; runs in any realm. */
public record Chunk(Prototype prototype, String name) {}
