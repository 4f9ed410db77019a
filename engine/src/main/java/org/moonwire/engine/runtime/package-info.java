/**
 * The implementation of an engine: puts core, compiler, libraries and modules together, keeps one
 * realm for each Bindings object, and runs evals and calls in it.
 */
package org.moonwire.engine.runtime;
