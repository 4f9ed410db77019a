package org.moonwire.engine.core;

/** A table that never changes, made so by the engine. */
public interface Immutable {}
