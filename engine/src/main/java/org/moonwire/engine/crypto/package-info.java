/** The modules {@code hash} and {@code crypto}: the JDK's algorithms, polled and bounded. */
package org.moonwire.engine.crypto;
