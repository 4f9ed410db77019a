package org.moonwire.websocket.connection;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.moonwire.websocket.net.ByteQueue;
import org.moonwire.websocket.net.Connector;
import org.moonwire.websocket.net.DialException;
import org.moonwire.websocket.net.DialRequest;
import org.moonwire.websocket.net.EventLoop;
import org.moonwire.websocket.net.InboundHandler;
import org.moonwire.websocket.net.Refusal;
import org.moonwire.websocket.net.Transport;
import org.moonwire.websocket.tyrus.TyrusClient;
import org.moonwire.websocket.tyrus.Upgrade;
import org.moonwire.websocket.wire.ResponseHead;

/**
 * Opens one connection: has a transport opened, sends the upgrade request, reads the response. One
 * deadline holds for all of it. Everything here, every field included, is for the loop's thread
 * only.
 */
final class Dial implements InboundHandler {
  private final DialRequest request;
  private final EventLoop loop;
  private final TyrusClient client;
  private final Outcome outcome;
  private final Upgrade upgrade;
  private final ResponseHead.Reader reader = new ResponseHead.Reader();
  private EventLoop.Alarm deadline;
  private byte[] head;
  private Connector connector;
  private Transport transport;

  /** The server's refusal while its body comes; null if there is none. */
  private Refusal refusal;

  private boolean over;

  /** What comes of it: one call of one of the two. */
  interface Outcome {
    /** The connection is open; reading is paused. */
    void opened(Transport transport, UpgradeResponse answer, Upgrade.TyrusSession session);

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
      deadline = loop.schedule(timeout.toNanos(), () -> expire(timeout));
    }
    help(() -> upgrade.requestHead(client.get()), this::open);
  }

  /** There is no time left: a refusal that is known says more than that. */
  private void expire(Duration timeout) {
    if (refusal != null) {
      refusal.end();
    } else if (connector != null) {
      connector.expire();
    }
    fail(tooLate(timeout));
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
      connector = new Connector(loop, request, this::ask, this::fail);
      connector.start();
    }
  }

  private void ask(Transport opened) {
    transport = opened;
    attempt(
        () -> {
          transport.attach(this, new ByteQueue(head));
          transport.resume();
          transport.writer().flush();
        });
  }

  @Override
  public void received(ByteBuffer bytes) {
    try {
      if (refusal == null) {
        readHead(bytes);
      }
      if (refusal != null) {
        refusal.take(bytes);
      }
    } catch (IOException e) {
      fail(e);
    }
  }

  private void readHead(ByteBuffer bytes) throws IOException {
    ResponseHead answer = reader.readFinal(bytes);
    if (answer == null) {
      return;
    }
    if (answer.status() == 101) {
      transport.pause();
      accept(UpgradeResponse.check(answer, request));
    } else {
      refusal = new Refusal(loop, "the server", answer, this::fail);
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
          outcome.opened(transport, answer, session);
        });
  }

  @Override
  public void ended(Exception failure) {
    if (refusal != null) {
      refusal.end();
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
    if (refusal != null) {
      refusal.cancel();
    }
  }

  /** Ends the attempt, unless it is over. */
  void fail(Throwable failure) {
    if (over) {
      return;
    }
    end();
    if (connector != null) {
      connector.cancel();
    }
    DialException reported = DialException.of(failure);
    if (connector != null) {
      reported.tried(connector.attempts());
    }
    outcome.failed(reported);
  }
}
