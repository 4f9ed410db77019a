package org.moonwire.websocket.recording;

import java.time.Duration;
import jdk.jfr.FlightRecorder;
import org.moonwire.policy.WebSocketUrl;
import org.moonwire.websocket.net.Connection;
import org.moonwire.websocket.net.DialException;
import org.moonwire.websocket.net.DialPhases;

/**
 * Writes connections to the flight recorder, where the JVM has one and somebody records. Until
 * somebody does, the classes of the events are not touched: the first makes the JVM start the
 * recorder, which takes as long as several connections. Thread-safe.
 */
public final class SocketFlightRecording {
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
  public static Object dialling() {
    return isRecorderUp() ? ConnectEvent.begun() : null;
  }

  /** The dial has led to an open connection; {@code dial} may be null, and then the phases too. */
  public static void opened(Object dial, WebSocketUrl url, DialPhases phases) {
    if (dial != null) {
      ConnectEvent.opened(dial, shown(url), phases);
    }
  }

  /** The dial has failed; {@code dial} may be null, and then the phases too. */
  public static void failed(Object dial, WebSocketUrl url, DialException why, DialPhases phases) {
    if (dial != null) {
      ConnectEvent.failed(dial, shown(url), why, phases);
    }
  }

  /** The end of a connection that was open since a moment of {@link System#nanoTime}. */
  public static void closed(WebSocketUrl url, Connection connection, long since) {
    if (isRecorderUp() && CloseEvent.isOn()) {
      Duration open = Duration.ofNanos(System.nanoTime() - since);
      CloseEvent.commit(shown(url), connection.closeInfo(), connection.stats(), open);
    }
  }

  /** Reading pauses, up to {@link #resumed}; null if nobody records. */
  public static Object stalled() {
    return isRecorderUp() ? StallEvent.begun() : null;
  }

  /** Reading goes on, or never will; {@code stall} may be null. */
  public static void resumed(Object stall, WebSocketUrl url) {
    if (stall != null) {
      StallEvent.commit(stall, shown(url));
    }
  }

  /** The query of a URL often carries a secret; user information is never in one. */
  private static String shown(WebSocketUrl url) {
    String text = url.text();
    int query = text.indexOf('?');
    return query < 0 ? text : text.substring(0, query) + "?...";
  }
}
