/**
 * The engine as Java code sees it: the {@code javax.script} classes, the builder, functions and
 * errors. What implements them is found through {@code org.moonwire.engine.backend}.
 */
package org.moonwire.engine;
