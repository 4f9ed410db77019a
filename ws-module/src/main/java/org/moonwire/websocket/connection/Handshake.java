package org.moonwire.websocket.connection;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.moonwire.websocket.net.ByteQueue;
import org.moonwire.websocket.net.ConnectionDetails;
import org.moonwire.websocket.net.Connector;
import org.moonwire.websocket.net.DialAttempt;
import org.moonwire.websocket.net.DialException;
import org.moonwire.websocket.net.DialPhases.Phase;
import org.moonwire.websocket.net.DialRequest;
import org.moonwire.websocket.net.EventLoop;
import org.moonwire.websocket.net.InboundHandler;
import org.moonwire.websocket.net.Redirects;
import org.moonwire.websocket.net.Refusal;
import org.moonwire.websocket.net.Transport;
import org.moonwire.websocket.tyrus.TyrusClient;
import org.moonwire.websocket.tyrus.Upgrade;
import org.moonwire.websocket.wire.ResponseHead;

/**
 * One upgrade request and the response to it (RFC 6455, section 4.1): has a transport opened, asks,
 * reads the answer. It has no deadline of its own. Everything here, every field included, is for
 * the loop's thread only.
 */
final class Handshake implements InboundHandler {
  private final DialRequest request;
  private final EventLoop loop;
  private final TyrusClient client;
  private final Result result;
  private final Upgrade upgrade;
  private final ResponseHead.Reader reader = new ResponseHead.Reader();
  private byte[] head;
  private Connector connector;
  private Transport transport;

  /** The server's refusal while its body comes; null if there is none. */
  private Refusal refusal;

  private boolean over;

  /** What comes of it: one call of one of the three, unless it is cancelled before. */
  interface Result {
    /** The connection is open; reading is paused. */
    void opened(Opened opened);

    /** The server answers from elsewhere; nothing is left of this handshake. */
    void redirected(ResponseHead head);

    void failed(Throwable failure);

    /** True if a redirect may be followed. */
    boolean mayFollow();
  }

  /** An open connection before its first frame. */
  record Opened(Transport transport, UpgradeResponse response, ConnectionDetails details) {}

  Handshake(DialRequest request, EventLoop loop, TyrusClient client, Result result) {
    this.request = request;
    this.loop = loop;
    this.client = client;
    this.result = result;
    this.upgrade = new Upgrade(request);
  }

  void start() {
    request.begin(Phase.PREPARE);
    attempt(() -> help(() -> upgrade.requestHead(client.get()), this::open));
  }

  /** A step on the loop; whatever it throws ends the handshake at once. */
  private void attempt(Runnable step) {
    try {
      step.run();
    } catch (Throwable e) {
      fail(e);
    }
  }

  /** There is no time left: a refusal that is known says more than that. */
  void expire() {
    if (refusal != null) {
      refusal.end();
    } else if (connector != null) {
      connector.expire();
    }
  }

  /** What was dialled so far, in order. */
  List<DialAttempt> attempts() {
    return connector == null ? List.of() : connector.attempts();
  }

  /** Has a helper do something and goes on with its result, unless it is over by then. */
  private <T> void help(Callable<T> work, Consumer<T> next) {
    try {
      loop.owner()
          .work()
          .execute(
              () -> {
                try {
                  T done = work.call();
                  loop.execute(() -> attempt(() -> next.accept(done)));
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
    request.begin(Phase.UPGRADE);
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
      if (refusal == null && !over) {
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
    if (request.cookies() != null) {
      request.cookies().store(request.url(), answer.values("set-cookie"));
    }
    if (answer.status() == 101) {
      transport.pause();
      accept(UpgradeResponse.check(answer, request));
    } else if (Redirects.isIn(answer) && result.mayFollow()) {
      bytes.position(bytes.limit());
      cancel();
      result.redirected(answer);
    } else {
      refusal = new Refusal(loop, message(answer), answer, this::fail);
    }
  }

  private String message(ResponseHead answer) {
    String message = "the server answered with status " + answer.status();
    if (answer.status() / 100 != 3) {
      return message;
    }
    int max = request.redirects().max();
    return max == 0 || !Redirects.isIn(answer)
        ? message + "; redirects are not followed"
        : message + "; `follow` allows `" + max + "` redirects and no more";
  }

  private void accept(UpgradeResponse answer) {
    help(
        () -> {
          upgrade.accept(answer.head());
          return answer;
        },
        accepted -> {
          if (!over) {
            over = true;
            result.opened(new Opened(transport, accepted, details(accepted)));
          }
        });
  }

  private ConnectionDetails details(UpgradeResponse answer) {
    return new ConnectionDetails(
        request.url(),
        transport.localAddress(),
        transport.remoteAddress(),
        connector.proxyUrl(),
        transport.session(),
        connector.tlsName(),
        answer.terms() == null
            ? null
            : answer.terms().freshOutput() ? "no_context_takeover" : "context_takeover");
  }

  @Override
  public void ended(Exception failure) {
    if (refusal != null) {
      refusal.end();
    } else {
      fail(DialException.ended("the server closed the connection during the handshake", failure));
    }
  }

  /** Ends it; the result is not told. */
  void cancel() {
    over = true;
    // A loop lives as long as it has alarms, and closing the engine waits for the loop.
    if (refusal != null) {
      refusal.cancel();
    }
    if (connector != null) {
      connector.cancel();
    }
  }

  private void fail(Throwable failure) {
    if (!over) {
      cancel();
      result.failed(failure);
    }
  }
}
