package org.moonwire.websocket.net;

import java.util.EnumMap;
import java.util.Map;

/**
 * How long each phase of a dial takes, redirects included. A phase lasts until the next begins, so
 * that no time counts twice. Thread-safe.
 */
public final class DialPhases {
  /** What a dial does, in its usual order. */
  public enum Phase {
    /** A request and certificates are made ready; the policies are asked about a redirect. */
    PREPARE,
    /** A proxy is chosen, names are looked up, the policies asked about addresses. */
    LOOKUP,
    /** TCP, or a Unix socket. */
    CONNECT,
    /** TLS with the proxy, and its answer. */
    PROXY,
    /** TLS with the server. */
    TLS,
    /** The upgrade request, until its answer is checked. */
    UPGRADE
  }

  /** Guarded by this. */
  private final Map<Phase, Long> nanos = new EnumMap<>(Phase.class);

  /** The phase of now; null before the first and after the last. Guarded by this. */
  private Phase current;

  /** When it began, by {@link System#nanoTime}. Guarded by this. */
  private long since;

  /** No phase has begun yet. */
  public DialPhases() {}

  /** Ends the phase of now, if there is one, and begins another. */
  synchronized void begin(Phase next) {
    end();
    current = next;
  }

  /** The dial is over. */
  public synchronized void end() {
    long now = System.nanoTime();
    if (current != null) {
      nanos.merge(current, now - since, Long::sum);
    }
    current = null;
    since = now;
  }

  /** How long a phase took in nanoseconds, 0 if there was none. The phase of now is not counted. */
  public synchronized long nanos(Phase phase) {
    return nanos.getOrDefault(phase, 0L);
  }
}
