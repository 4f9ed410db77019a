/** The module {@code logger}: what scripts tell the host's log, bounded in size and rate. */
package org.moonwire.engine.logging;
