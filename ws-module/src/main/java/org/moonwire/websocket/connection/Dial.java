package org.moonwire.websocket.connection;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.moonwire.websocket.net.ByteQueue;
import org.moonwire.websocket.net.Connector;
import org.moonwire.websocket.net.DialException;
import org.moonwire.websocket.net.DialRequest;
import org.moonwire.websocket.net.EventLoop;
import org.moonwire.websocket.net.InboundHandler;
import org.moonwire.websocket.net.Transport;
import org.moonwire.websocket.tyrus.TyrusClient;
import org.moonwire.websocket.tyrus.Upgrade;
import org.moonwire.websocket.wire.ResponseHead;

/**
 * The way from a request to an open connection, under one deadline: the link, the upgrade request,
 * the answer. For the loop's thread only.
 */
final class Dial implements InboundHandler {
  /** How long the body of a refusal may take. */
  private static final long BODY_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final DialRequest request;
  private final EventLoop loop;
  private final TyrusClient client;
  private final Outcome outcome;
  private final Upgrade upgrade;
  private final ResponseHead.Reader reader = new ResponseHead.Reader();
  private EventLoop.Alarm deadline;
  private EventLoop.Alarm bodyAlarm;
  private byte[] head;
  private Connector opening;
  private Transport link;
  private ResponseHead refusal;
  private ByteBuffer body;
  private boolean over;

  /** What comes of it: one call of one of the two. */
  interface Outcome {
    /** The connection is open; reading is paused. */
    void opened(Transport link, UpgradeResponse answer, Upgrade.TyrusSession session);

    void failed(DialException failure);
  }

  Dial(DialRequest request, EventLoop loop, TyrusClient client, Outcome outcome) {
    this.request = request;
    this.loop = loop;
    this.client = client;
    this.outcome = outcome;
    this.upgrade = new Upgrade(request);
  }

  void start() {
    attempt(this::begin);
  }

  /** A step on the loop; whatever it throws ends the dial at once. */
  private void attempt(Runnable step) {
    try {
      step.run();
    } catch (Throwable e) {
      fail(e);
    }
  }

  private void begin() {
    Duration timeout = request.timeouts().dial();
    if (!timeout.isZero()) {
      deadline = loop.schedule(timeout.toNanos(), () -> fail(tooLate(timeout)));
    }
    help(() -> upgrade.requestHead(client.get()), this::open);
  }

  private static DialException tooLate(Duration timeout) {
    long millis = timeout.toMillis();
    String text = millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
    return new DialException("dial timeout of " + text + " exceeded", null);
  }

  /** Has a helper do something and goes on with its result, unless it is over by then. */
  private <T> void help(Callable<T> work, Consumer<T> next) {
    try {
      loop.owner()
          .work()
          .execute(
              () -> {
                try {
                  T result = work.call();
                  loop.execute(() -> attempt(() -> next.accept(result)));
                } catch (Throwable e) {
                  // Anything at all, for Tyrus throws errors too.
                  loop.execute(() -> fail(e));
                }
              });
    } catch (RejectedExecutionException e) {
      fail(new DialException("the engine is closed", e));
    }
  }

  private void open(byte[] requestHead) {
    if (!over) {
      head = requestHead;
      opening = new Connector(loop, request, this::ask, this::fail);
      opening.start();
    }
  }

  private void ask(Transport opened) {
    link = opened;
    attempt(
        () -> {
          link.attach(this, new ByteQueue(head));
          link.resume();
          link.writer().flush();
        });
  }

  @Override
  public void received(ByteBuffer bytes) {
    try {
      if (refusal == null) {
        readHead(bytes);
      }
      if (refusal != null) {
        readBody(bytes);
      }
    } catch (IOException e) {
      fail(e);
    }
  }

  private void readHead(ByteBuffer bytes) throws IOException {
    ResponseHead answer = reader.read(bytes);
    if (answer == null) {
      return;
    }
    if (answer.status() == 101) {
      link.pause();
      accept(UpgradeResponse.check(answer, request));
    } else {
      refusal = answer;
      body = ByteBuffer.allocate(UpgradeResponse.bodyLength(answer));
      bodyAlarm = loop.schedule(BODY_NANOS, this::refuse);
    }
  }

  private void readBody(ByteBuffer bytes) {
    while (bytes.hasRemaining() && body.hasRemaining()) {
      body.put(bytes.get());
    }
    bytes.position(bytes.limit());
    if (!body.hasRemaining()) {
      refuse();
    }
  }

  private void refuse() {
    if (!over) {
      fail(UpgradeResponse.refusal(refusal, body.flip()));
    }
  }

  private void accept(UpgradeResponse answer) {
    help(
        () -> upgrade.accept(answer.head()),
        session -> {
          if (over) {
            session.close();
            return;
          }
          end();
          outcome.opened(link, answer, session);
        });
  }

  @Override
  public void ended(Exception failure) {
    if (refusal != null) {
      refuse();
    } else {
      fail(DialException.ended("the server closed the connection during the handshake", failure));
    }
  }

  private void end() {
    over = true;
    if (deadline != null) {
      deadline.cancel();
    }
    // A loop lives as long as it has alarms, and closing the engine waits for the loop.
    if (bodyAlarm != null) {
      bodyAlarm.cancel();
    }
  }

  /** Ends the attempt, unless it is over. */
  void fail(Throwable failure) {
    if (over) {
      return;
    }
    end();
    if (opening != null) {
      opening.cancel();
    }
    outcome.failed(DialException.of(failure));
  }
}
