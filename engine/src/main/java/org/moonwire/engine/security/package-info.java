/**
 * The module {@code security} and what it hands to scripts: actors, scopes and policies as objects
 * that scripts can use and not change. Internal.
 */
package org.moonwire.engine.security;
