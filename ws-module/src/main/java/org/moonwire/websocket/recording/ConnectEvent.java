package org.moonwire.websocket.recording;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.moonwire.websocket.net.DialException;
import org.moonwire.websocket.net.DialPhases;
import org.moonwire.websocket.net.DialPhases.Phase;

/** An attempt to connect; its duration is that of the dial, handshakes included. */
@Name("org.moonwire.websocket.Connect")
@Label("WebSocket Connect")
@Category({"Moonwire", "WebSocket"})
@Description("A script has opened a connection, or failed to")
@StackTrace(false)
final class ConnectEvent extends Event {
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

  @Label("Prepare")
  @Description("Until the request and the certificates were ready, policies asked about redirects")
  @Timespan(Timespan.NANOSECONDS)
  long prepare;

  @Label("Lookup")
  @Description("Choice of a proxy, look-up of names, policies asked about addresses")
  @Timespan(Timespan.NANOSECONDS)
  long lookup;

  @Label("Connect")
  @Description("TCP, or a Unix socket")
  @Timespan(Timespan.NANOSECONDS)
  long connect;

  @Label("Proxy")
  @Description("TLS with a proxy, and its answer")
  @Timespan(Timespan.NANOSECONDS)
  long proxy;

  @Label("TLS")
  @Description("TLS with the server")
  @Timespan(Timespan.NANOSECONDS)
  long tls;

  @Label("Upgrade")
  @Description("From the upgrade request until its answer was checked")
  @Timespan(Timespan.NANOSECONDS)
  long upgrade;

  /** Null if nobody records these events. */
  static Object begun() {
    ConnectEvent event = new ConnectEvent();
    if (!event.isEnabled()) {
      return null;
    }
    event.begin();
    return event;
  }

  static void opened(Object begun, String url, DialPhases phases) {
    ((ConnectEvent) begun).commit(url, "open", 101, phases);
  }

  static void failed(Object begun, String url, DialException why, DialPhases phases) {
    ConnectEvent event = (ConnectEvent) begun;
    event.error = why.getMessage();
    event.commit(url, why.isForbidden() ? "refused" : "failed", Math.max(0, why.status()), phases);
  }

  private void commit(String where, String what, int answer, DialPhases phases) {
    phases.end();
    url = where;
    outcome = what;
    status = answer;
    prepare = phases.nanos(Phase.PREPARE);
    lookup = phases.nanos(Phase.LOOKUP);
    connect = phases.nanos(Phase.CONNECT);
    proxy = phases.nanos(Phase.PROXY);
    tls = phases.nanos(Phase.TLS);
    upgrade = phases.nanos(Phase.UPGRADE);
    commit();
  }
}
