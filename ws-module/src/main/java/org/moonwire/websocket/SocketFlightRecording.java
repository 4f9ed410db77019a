package org.moonwire.websocket;

import java.time.Duration;
import jdk.jfr.FlightRecorder;
import org.moonwire.policy.WebSocketUrl;
import org.moonwire.websocket.net.Connection;
import org.moonwire.websocket.net.DialException;

/**
 * Writes connections to the flight recorder, where the JVM has one and somebody records. Until
 * somebody does, the classes of the events are not touched: the first makes the JVM start the
 * recorder, which takes as long as several connections.
 */
final class SocketFlightRecording {
  private static final boolean AVAILABLE = isAvailable();

  private SocketFlightRecording() {}

  private static boolean isAvailable() {
    try {
      Class.forName("jdk.jfr.FlightRecorder", false, SocketFlightRecording.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  private static boolean isRecorderUp() {
    return AVAILABLE && FlightRecorder.isInitialized();
  }

  /** The beginning of a dial, for {@link #opened} or {@link #failed}; null if nobody records. */
  static Object dialling() {
    return isRecorderUp() ? ConnectEvent.begun() : null;
  }

  static void opened(Object dial, WebSocketUrl url) {
    if (dial != null) {
      ConnectEvent.commit(dial, shown(url), ConnectEvent.OPEN, 101, null);
    }
  }

  static void failed(Object dial, WebSocketUrl url, DialException why) {
    if (dial != null) {
      String outcome = why.isForbidden() ? ConnectEvent.REFUSED : ConnectEvent.FAILED;
      ConnectEvent.commit(dial, shown(url), outcome, Math.max(0, why.status()), why.getMessage());
    }
  }

  /** The end of a connection that was open since a moment of {@link System#nanoTime}. */
  static void closed(WebSocketUrl url, Connection connection, long since) {
    if (isRecorderUp() && CloseEvent.isOn()) {
      Duration open = Duration.ofNanos(System.nanoTime() - since);
      CloseEvent.commit(shown(url), connection.closeInfo(), connection.stats(), open);
    }
  }

  /** The query of a URL often carries a secret; user information is never in one. */
  private static String shown(WebSocketUrl url) {
    String text = url.text();
    int query = text.indexOf('?');
    return query < 0 ? text : text.substring(0, query) + "?...";
  }
}
