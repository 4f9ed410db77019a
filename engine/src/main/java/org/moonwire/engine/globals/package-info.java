/**
 * The globals of a script: an environment over the variables of ENGINE_SCOPE, the other scopes of
 * the context, the standard library and the modules.
 */
package org.moonwire.engine.globals;
