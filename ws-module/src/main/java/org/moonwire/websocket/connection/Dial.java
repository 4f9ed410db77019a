package org.moonwire.websocket.connection;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.moonwire.policy.WebSocketUrl;
import org.moonwire.websocket.net.DialAttempt;
import org.moonwire.websocket.net.DialException;
import org.moonwire.websocket.net.DialPhases.Phase;
import org.moonwire.websocket.net.DialRequest;
import org.moonwire.websocket.net.EventLoop;
import org.moonwire.websocket.net.Redirects;
import org.moonwire.websocket.tyrus.TyrusClient;
import org.moonwire.websocket.wire.ResponseHead;

/**
 * Opens one connection: one handshake after the other while servers redirect. One deadline holds
 * for all of it. Everything here, every field included, is for the loop's thread only.
 */
final class Dial {
  /** How much of a location an error shows, in characters. */
  private static final int MAX_SHOWN = 1024;

  private final EventLoop loop;
  private final TyrusClient client;
  private final Outcome outcome;

  /** The redirects that were met, in order. */
  private final List<Redirects.Hop> hops = new ArrayList<>(0);

  /** What was dialled before the current handshake, in order. */
  private final List<DialAttempt> attempts = new ArrayList<>(0);

  /** Of the current handshake. */
  private DialRequest request;

  /** Null before the first, and between two. */
  private Handshake handshake;

  private EventLoop.Alarm deadline;
  private boolean over;

  /** What comes of it: one call of one of the two. */
  interface Outcome {
    /** The connection is open; reading is paused. */
    void opened(Handshake.Opened opened);

    void failed(DialException failure);
  }

  Dial(DialRequest request, EventLoop loop, TyrusClient client, Outcome outcome) {
    this.request = request;
    this.loop = loop;
    this.client = client;
    this.outcome = outcome;
  }

  void start() {
    Duration timeout = request.timeouts().dial();
    if (!over && !timeout.isZero()) {
      deadline = loop.schedule(timeout.toNanos(), () -> expire(timeout));
    }
    begin(request);
  }

  private void begin(DialRequest next) {
    if (!over) {
      request = next;
      handshake = new Handshake(next, loop, client, new HandshakeResult());
      handshake.start();
    }
  }

  /** There is no time left. */
  private void expire(Duration timeout) {
    if (handshake != null) {
      handshake.expire();
    }
    fail(tooLate(timeout));
  }

  private static DialException tooLate(Duration timeout) {
    long millis = timeout.toMillis();
    String text = millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
    return new DialException("dial timeout of " + text + " exceeded", null);
  }

  /** What comes of the current handshake. */
  private final class HandshakeResult implements Handshake.Result {
    @Override
    public void opened(Handshake.Opened opened) {
      end();
      outcome.opened(opened);
    }

    @Override
    public void redirected(ResponseHead head) {
      follow(head);
    }

    @Override
    public void failed(Throwable failure) {
      fail(failure);
    }

    @Override
    public boolean mayFollow() {
      return hops.size() < request.redirects().max();
    }
  }

  /** Whether a redirect may be followed is asked where somebody may wait. */
  private void follow(ResponseHead head) {
    request.begin(Phase.PREPARE);
    attempts.addAll(handshake.attempts());
    handshake = null;
    DialRequest from = request;
    String location = Redirects.location(head);
    String shown = location.substring(0, Math.min(location.length(), MAX_SHOWN));
    hops.add(new Redirects.Hop(from.url().text(), head.status(), shown));
    try {
      loop.owner()
          .names()
          .execute(
              () -> {
                try {
                  WebSocketUrl target = Redirects.target(from.url(), location);
                  DialRequest next = from.redirects().follower().follow(from, target);
                  loop.execute(() -> begin(next.timed(from.way().phases())));
                } catch (Throwable e) {
                  // The host's authority is asked there.
                  loop.execute(() -> fail(e));
                }
              });
    } catch (RejectedExecutionException e) {
      fail(new DialException("the engine is closed", e));
    }
  }

  private void end() {
    over = true;
    if (deadline != null) {
      deadline.cancel();
    }
  }

  /** Ends the attempt, unless it is over. */
  void fail(Throwable failure) {
    if (over) {
      return;
    }
    end();
    if (handshake != null) {
      handshake.cancel();
      attempts.addAll(handshake.attempts());
    }
    DialException reported = DialException.of(failure);
    reported.tried(attempts, hops);
    outcome.failed(reported);
  }
}
