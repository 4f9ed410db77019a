package org.moonwire.websocket.connection;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.moonwire.websocket.net.Connection;
import org.moonwire.websocket.net.Stats;

/**
 * Counts the connections of one dialer. What went through one is counted by itself and added when
 * it has ended, so that messages cost nothing more. All dialers are known, weakly. Thread-safe.
 */
public final class ConnectionCensus {
  private static final int MAX_ATTEMPTS = 10;

  private static final Set<ConnectionCensus> ALL =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  private static final Object LOCK = new Object();

  // all guarded by LOCK

  /** How many have ended. */
  private static long ended;

  private static long opened;
  private static long failed;
  private static final Sum PASSED = new Sum();

  private enum State {
    CONNECTING,
    OPEN
  }

  private final Map<Connection, State> live = new ConcurrentHashMap<>();

  ConnectionCensus() {
    ALL.add(this);
  }

  /** What went through some connections. One thread's, or guarded by the lock. */
  private static final class Sum {
    private long messagesIn;
    private long bytesIn;
    private long messagesOut;
    private long bytesOut;
    private long stalls;

    void add(Stats stats) {
      messagesIn += stats.messagesIn();
      bytesIn += stats.bytesIn();
      messagesOut += stats.messagesOut();
      bytesOut += stats.bytesOut();
      stalls += stats.stalls();
    }
  }

  /** Counts a connection from the beginning of its dial to its end. */
  void add(Connection connection, CompletionStage<Connection> opening) {
    live.put(connection, State.CONNECTING);
    opening.whenComplete(
        (open, failure) -> {
          synchronized (LOCK) {
            opened += failure == null ? 1 : 0;
            failed += failure == null ? 0 : 1;
          }
          live.computeIfPresent(connection, (c, s) -> failure == null ? State.OPEN : null);
        });
    CompletionStage<Void> gone = connection.gone();
    gone.thenRun(() -> end(connection));
  }

  private void end(Connection connection) {
    Stats stats = live.get(connection) == State.OPEN ? connection.stats() : null;
    synchronized (LOCK) {
      if (live.remove(connection) != null && stats != null) {
        PASSED.add(stats);
      }
      ended++;
    }
  }

  /** The counts of now. Asks every open connection, and again if one has ended meanwhile. */
  public static ConnectionCounts now() {
    ConnectionCounts counts = null;
    for (int i = 0; i < MAX_ATTEMPTS; i++) {
      long before;
      synchronized (LOCK) {
        before = ended;
      }
      Sum sum = new Sum();
      int[] states = ofAll(sum);
      synchronized (LOCK) {
        counts = counts(states, sum);
        if (ended == before) {
          break;
        }
      }
    }
    return counts;
  }

  /** How many are connecting, open and closing. Without the lock: a connection has its own. */
  private static int[] ofAll(Sum sum) {
    List<ConnectionCensus> dialers;
    synchronized (ALL) {
      dialers = new ArrayList<>(ALL);
    }
    int[] states = new int[3];
    for (ConnectionCensus dialer : dialers) {
      dialer.live.forEach(
          (connection, state) -> {
            if (state == State.CONNECTING) {
              states[0]++;
            } else {
              states[connection.closeInfo() == null ? 1 : 2]++;
              sum.add(connection.stats());
            }
          });
    }
    return states;
  }

  private static ConnectionCounts counts(int[] states, Sum sum) {
    return new ConnectionCounts(
        states[0],
        states[1],
        states[2],
        opened,
        failed,
        PASSED.messagesIn + sum.messagesIn,
        PASSED.bytesIn + sum.bytesIn,
        PASSED.messagesOut + sum.messagesOut,
        PASSED.bytesOut + sum.bytesOut,
        PASSED.stalls + sum.stalls);
  }
}
