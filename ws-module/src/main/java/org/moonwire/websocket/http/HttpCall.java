package org.moonwire.websocket.http;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.moonwire.websocket.net.DialAttempt;
import org.moonwire.websocket.net.DialException;
import org.moonwire.websocket.net.EventLoop;
import org.moonwire.websocket.net.Redirects;
import org.moonwire.websocket.wire.ResponseHead;

/**
 * A request of a script: one exchange after the other while servers redirect. One deadline holds
 * for all of it; a body that is taken in pieces has it for each wait instead. Unless said
 * otherwise, everything here, every field included, is for the loop's thread only.
 */
public final class HttpCall {
  /** How much of a location an error shows, in characters. */
  private static final int MAX_SHOWN = 1024;

  private final EventLoop loop;
  private final Terms terms;
  private final Outcome outcome;
  private final List<Redirects.Hop> hops = new ArrayList<>(0);

  /** What was dialled before the current exchange, in order. */
  private final List<DialAttempt> attempts = new ArrayList<>(0);

  /** Of the current exchange. */
  private OutgoingRequest request;

  /** Null before the first, and between two. Any thread reads it. */
  private volatile HttpExchange exchange;

  private EventLoop.Alarm deadline;

  /** Whether the body is handed on as it comes. */
  private boolean streaming;

  private boolean over;

  /**
   * How far a call goes.
   *
   * @param timeout more than zero
   * @param maxRedirects how many are followed
   */
  public record Terms(Duration timeout, int maxRedirects) {}

  /** What comes of it. Called on the loop's thread. */
  public interface Outcome {
    /**
     * The final head.
     *
     * @param length of the body as announced, -1 if it is not
     */
    Body head(ResponseHead head, HttpUrl url, long length) throws IOException;

    /** The body is there; but for {@link #over} nothing is called any more. */
    void done();

    /** It failed; but for {@link #over} nothing is called any more. */
    void failed(CallFailure failure);

    /** Nothing is left of it, whatever came of it. Called once, last. */
    void over();
  }

  /**
   * Where a body goes.
   *
   * @param streaming whether it is handed on as it comes, and may wait for who takes it
   */
  public record Body(BodySink sink, boolean streaming) {}

  /**
   * Why a call failed.
   *
   * @param timedOut whether for lack of time
   * @param cause what happened, with what was dialled and the redirects that were met
   */
  public record CallFailure(boolean timedOut, DialException cause) {}

  /** Makes a call that has not begun. */
  public HttpCall(OutgoingRequest request, EventLoop loop, Terms terms, Outcome outcome) {
    this.request = request;
    this.loop = loop;
    this.terms = terms;
    this.outcome = outcome;
  }

  /** Begins. Any thread. */
  public void start() {
    loop.execute(
        () -> {
          if (!over) {
            setDeadline();
            begin(request);
          }
        });
  }

  /** Ends it; nobody is told. Any thread. */
  public void cancel() {
    loop.execute(this::end);
  }

  /** Ends it with a reason. Any thread. */
  public void cancel(String reason) {
    loop.execute(() -> fail(false, new DialException(reason, null)));
  }

  /** There may be room for more of the body. Any thread. */
  public void room() {
    HttpExchange current = exchange;
    if (current != null) {
      current.room();
    }
  }

  private void setDeadline() {
    stopAlarm();
    deadline = loop.schedule(terms.timeout().toNanos(), this::expire);
  }

  private void stopAlarm() {
    if (deadline != null) {
      deadline.cancel();
      deadline = null;
    }
  }

  private void expire() {
    long millis = terms.timeout().toMillis();
    String text = millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
    fail(true, new DialException("timeout of " + text + " exceeded", null));
  }

  private void begin(OutgoingRequest next) {
    if (!over) {
      request = next;
      HttpExchange started = new HttpExchange(next, loop, new ExchangeResult());
      exchange = started;
      started.start();
    }
  }

  /** What comes of the current exchange. */
  private final class ExchangeResult implements HttpExchange.Result {
    @Override
    public BodySink head(ResponseHead head, long length) throws IOException {
      if (Redirects.isIn(head) && terms.maxRedirects() > 0) {
        follow(head);
        return null;
      }
      Body body = outcome.head(head, request.url(), length);
      streaming = body.streaming();
      return body.sink();
    }

    @Override
    public void progress(boolean room) {
      if (!streaming) {
        return;
      }
      if (room) {
        setDeadline();
      } else {
        // The script takes its time, which is nobody else's fault.
        stopAlarm();
      }
    }

    @Override
    public void done() {
      outcome.done();
      end();
    }

    @Override
    public void failed(Throwable failure) {
      fail(false, failure);
    }
  }

  /** Whether a redirect may be followed is asked where somebody may wait. */
  private void follow(ResponseHead head) throws IOException {
    String location = Redirects.location(head);
    if (hops.size() >= terms.maxRedirects()) {
      throw new DialException(
          "`follow` allows `" + terms.maxRedirects() + "` redirects and no more", null);
    }
    attempts.addAll(exchange.attempts());
    exchange.cancel();
    exchange = null;
    OutgoingRequest from = request;
    String shown = location.substring(0, Math.min(location.length(), MAX_SHOWN));
    hops.add(new Redirects.Hop(from.url().text(), head.status(), shown));
    try {
      loop.owner()
          .names()
          .execute(
              () -> {
                try {
                  HttpUrl target = from.url().redirected(location);
                  OutgoingRequest next = from.follower().follow(from, target, head.status());
                  loop.execute(() -> begin(next));
                } catch (Throwable e) {
                  // The host's authority is asked there.
                  loop.execute(() -> fail(false, e));
                }
              });
    } catch (RejectedExecutionException e) {
      fail(false, new DialException("the engine is closed", e));
    }
  }

  private void end() {
    if (!over) {
      over = true;
      stopAlarm();
      if (exchange != null) {
        exchange.cancel();
      }
      outcome.over();
    }
  }

  private void fail(boolean timedOut, Throwable failure) {
    if (over) {
      return;
    }
    if (exchange != null) {
      attempts.addAll(exchange.attempts());
    }
    DialException reported = DialException.of(failure);
    reported.tried(attempts, hops);
    outcome.failed(new CallFailure(timedOut, reported));
    end();
  }
}
