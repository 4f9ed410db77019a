/**
 * A local WebSocket server and a demonstration, shared by the README's first command and the
 * end-to-end tests.
 */
package org.moonwire.it;
