/** The module {@code uuid}: ids of RFC 9562. */
package org.moonwire.engine.uuid;
