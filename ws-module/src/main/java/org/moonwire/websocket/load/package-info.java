/** Load tests: many users of one script, what they measured, and what hosts such as JMeter need. */
package org.moonwire.websocket.load;
