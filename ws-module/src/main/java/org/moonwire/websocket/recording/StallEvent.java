package org.moonwire.websocket.recording;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A pause in reading; its duration is that until there was room again, or the connection's end. */
@Name("org.moonwire.websocket.Stall")
@Label("WebSocket Stall")
@Category({"Moonwire", "WebSocket"})
@Description("Nothing was read from a connection, because a script did not take its messages")
@StackTrace(false)
final class StallEvent extends Event {
  @Label("URL")
  @Description("Without the query")
  String url;

  /** Null if nobody records these events. */
  static Object begun() {
    StallEvent event = new StallEvent();
    if (!event.isEnabled()) {
      return null;
    }
    event.begin();
    return event;
  }

  static void commit(Object begun, String url) {
    StallEvent event = (StallEvent) begun;
    event.url = url;
    event.commit();
  }
}
