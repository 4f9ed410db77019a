/** The engine as Java code sees it: javax.script, the builder, functions and errors. */
package org.moonwire.engine;
