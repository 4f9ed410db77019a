/** The module {@code url}: addresses and queries of RFC 3986. */
package org.moonwire.engine.url;
