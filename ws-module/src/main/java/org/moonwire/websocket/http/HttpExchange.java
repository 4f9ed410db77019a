package org.moonwire.websocket.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.moonwire.websocket.net.ByteQueue;
import org.moonwire.websocket.net.Connector;
import org.moonwire.websocket.net.DialAttempt;
import org.moonwire.websocket.net.DialException;
import org.moonwire.websocket.net.EventLoop;
import org.moonwire.websocket.net.InboundHandler;
import org.moonwire.websocket.net.Transport;
import org.moonwire.websocket.wire.ResponseHead;

/**
 * One request and the response to it, on a connection of its own. It has no deadline. Everything
 * here, every field included, is for the loop's thread only.
 */
final class HttpExchange implements InboundHandler {
  private final OutgoingRequest request;
  private final EventLoop loop;
  private final Result result;
  private final Connector connector;
  private final ResponseHead.Reader reader = new ResponseHead.Reader();
  private Transport transport;

  /** Null until the head of the response is there. */
  private BodyFraming framing;

  /** Where the body goes; null as above. */
  private BodySink sink;

  /** Whether all of the body was taken out of the network. */
  private boolean received;

  private boolean over;

  /** Whether bytes from the network are being taken at the moment. */
  private boolean reading;

  /** What comes of it. */
  interface Result {
    /**
     * The final head; returns where the body goes, or null if the exchange was cancelled.
     *
     * @param length of the body as announced, -1 if it is not
     */
    BodySink head(ResponseHead head, long length) throws IOException;

    /** Something of the body has arrived, and {@code room} says whether there is some for more. */
    void progress(boolean room);

    /** All of the body was taken; nothing is called any more. */
    void done();

    /** Nothing is called any more. */
    void failed(Throwable failure);
  }

  HttpExchange(OutgoingRequest request, EventLoop loop, Result result) {
    this.request = request;
    this.loop = loop;
    this.result = result;
    this.connector = new Connector(loop, request.dial(), this::ask, this::fail);
  }

  void start() {
    attempt(connector::start);
  }

  /** What was dialled so far, in order. */
  List<DialAttempt> attempts() {
    return connector.attempts();
  }

  /** A step on the loop; whatever it throws ends the exchange. */
  private void attempt(Step step) {
    try {
      step.run();
    } catch (Throwable e) {
      fail(e);
    }
  }

  private interface Step {
    void run() throws IOException;
  }

  private void ask(Transport opened) {
    transport = opened;
    attempt(
        () -> {
          byte[] head = request.head(connector.forwardingProxy());
          byte[] body = request.body() == null ? new byte[0] : request.body();
          transport.attach(this, new ByteQueue(head, body));
          transport.resume();
          transport.writer().flush();
        });
  }

  @Override
  public void received(ByteBuffer bytes) {
    reading = true;
    attempt(() -> read(bytes));
    reading = false;
    if (over || received) {
      bytes.position(bytes.limit());
    }
  }

  private void read(ByteBuffer bytes) throws IOException {
    if (framing == null && !over) {
      ResponseHead head = reader.readFinal(bytes);
      if (head != null) {
        begin(head);
      }
    }
    if (framing != null && !over && !received) {
      readBody(bytes);
    }
  }

  private void begin(ResponseHead head) throws IOException {
    if (head.status() == 101) {
      throw new IOException("the server switches protocols, which nobody has asked for");
    }
    if (request.cookies() != null) {
      request.cookies().store(request.url().place(), head.values("set-cookie"));
    }
    BodyFraming next = new BodyFraming(head, request.method());
    sink = result.head(head, next.announced());
    framing = next;
  }

  private void readBody(ByteBuffer bytes) throws IOException {
    boolean room = true;
    while (room && bytes.hasRemaining() && !framing.isDone()) {
      ByteBuffer piece = framing.next(bytes);
      room = !piece.hasRemaining() || sink.take(piece);
    }
    if (framing.isDone()) {
      received = true;
    }
    goOn(room);
  }

  /** There may be room for more of the body. Any thread. */
  void room() {
    loop.execute(
        () -> {
          if (!over && sink != null) {
            attempt(() -> goOn(sink.drain()));
          }
        });
  }

  private void goOn(boolean room) throws IOException {
    if (room && received) {
      sink.finish();
      cancel();
      result.done();
      return;
    }
    result.progress(room);
    if (!room || received) {
      transport.pause();
    } else if (!reading) {
      transport.resume();
    }
  }

  @Override
  public void ended(Exception failure) {
    if (over || received) {
      return;
    }
    if (framing == null) {
      fail(DialException.ended("the server closed the connection before it answered", failure));
    } else if (failure != null) {
      fail(DialException.ended("the connection broke within the body", failure));
    } else {
      attempt(
          () -> {
            framing.ended();
            received = true;
            goOn(sink.drain());
          });
    }
  }

  /** Ends it; nobody is told. */
  void cancel() {
    if (!over) {
      over = true;
      connector.cancel();
      if (sink != null) {
        sink.release();
      }
    }
  }

  private void fail(Throwable failure) {
    if (!over) {
      cancel();
      result.failed(failure);
    }
  }
}
