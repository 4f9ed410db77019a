/**
 * What a script starts with and asks for: the standard library with {@code require}, and the
 * modules that one engine knows. Internal.
 */
package org.moonwire.engine.require;
