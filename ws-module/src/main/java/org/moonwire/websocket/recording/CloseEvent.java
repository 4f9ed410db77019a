package org.moonwire.websocket.recording;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.moonwire.websocket.net.Stats;
import org.moonwire.websocket.wire.CloseInfo;

/** The end of a connection that was open. */
@Name("org.moonwire.websocket.Close")
@Label("WebSocket Close")
@Category({"Moonwire", "WebSocket"})
@Description("A connection has ended")
@StackTrace(false)
final class CloseEvent extends Event {
  @Label("URL")
  @Description("Without the query")
  String url;

  @Label("Close Code")
  int code;

  @Label("Reason Length")
  @DataAmount
  int reasonLength;

  @Label("Clean")
  @Description("Close frames went both ways")
  boolean clean;

  @Label("By")
  @Description("local, peer or error")
  String by;

  @Label("Open")
  @Description("How long the connection was open")
  @Timespan(Timespan.NANOSECONDS)
  long open;

  @Label("Messages In")
  long messagesIn;

  @Label("Bytes In")
  @DataAmount
  long bytesIn;

  @Label("Messages Out")
  long messagesOut;

  @Label("Bytes Out")
  @DataAmount
  long bytesOut;

  static boolean isOn() {
    return new CloseEvent().isEnabled();
  }

  static void commit(String url, CloseInfo info, Stats stats, Duration open) {
    CloseEvent event = new CloseEvent();
    event.url = url;
    event.code = info.code();
    event.reasonLength = info.reason().getBytes(StandardCharsets.UTF_8).length;
    event.clean = info.clean();
    event.by = info.by().name().toLowerCase(Locale.ROOT);
    event.open = open.toNanos();
    event.messagesIn = stats.messagesIn();
    event.bytesIn = stats.bytesIn();
    event.messagesOut = stats.messagesOut();
    event.bytesOut = stats.bytesOut();
    event.commit();
  }
}
