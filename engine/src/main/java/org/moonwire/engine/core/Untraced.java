package org.moonwire.engine.core;

/**
 * An object that belongs to the engine or to its host: scripts lead to it but do not hold it, so it
 * counts for nothing, nor does what it leads to.
 */
public interface Untraced {}
