/** What of the standard libraries is different at level 5.4. Internal. */
package org.moonwire.engine.lib54;
