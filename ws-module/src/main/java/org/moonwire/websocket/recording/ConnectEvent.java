package org.moonwire.websocket.recording;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** An attempt to connect; its duration is that of the dial, handshakes included. */
@Name("org.moonwire.websocket.Connect")
@Label("WebSocket Connect")
@Category({"Moonwire", "WebSocket"})
@Description("A script has opened a connection, or failed to")
@StackTrace(false)
final class ConnectEvent extends Event {
  static final String OPEN = "open";
  static final String FAILED = "failed";
  static final String REFUSED = "refused";

  @Label("URL")
  @Description("Without the query")
  String url;

  @Label("Outcome")
  @Description("open, failed, or refused because of the address")
  String outcome;

  @Label("HTTP Status")
  @Description("0 if there was no answer")
  int status;

  @Label("Error")
  String error;

  /** Null if nobody records these events. */
  static Object begun() {
    ConnectEvent event = new ConnectEvent();
    if (!event.isEnabled()) {
      return null;
    }
    event.begin();
    return event;
  }

  static void commit(Object begun, String url, String outcome, int status, String error) {
    ConnectEvent event = (ConnectEvent) begun;
    event.url = url;
    event.outcome = outcome;
    event.status = status;
    event.error = error;
    event.commit();
  }
}
