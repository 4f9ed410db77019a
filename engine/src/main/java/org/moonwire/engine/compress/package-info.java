/** The module {@code compress}: gzip, zlib and deflate by {@code java.util.zip}, bounded. */
package org.moonwire.engine.compress;
