package org.moonwire.websocket.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.moonwire.websocket.wire.ResponseHead;

/**
 * Opens a transport to a server: looks the name up, connects, asks the proxy, starts TLS. It has no
 * deadline of its own: who started it cancels it. Every field is of the loop's thread. For the
 * loop's thread.
 */
public final class Connector {
  private final EventLoop loop;
  private final DialRequest request;
  private final Consumer<Transport> opened;
  private final Consumer<IOException> failed;
  private AddressRace race;
  private Transport transport;

  /** The TLS context; null for the JVM's. Written before the loop goes on. */
  private volatile SSLContext context;

  /** Where the way leads; null until it is found. */
  private Route route;

  /** The refusal of a proxy whose body is still coming; null if there is none. */
  private Refusal refusal;

  private boolean over;

  /** One of the two is called once, unless {@link #cancel()} comes before. */
  public Connector(
      EventLoop loop,
      DialRequest request,
      Consumer<Transport> opened,
      Consumer<IOException> failed) {
    this.loop = loop;
    this.request = request;
    this.opened = opened;
    this.failed = failed;
  }

  /** Starts. */
  public void start() {
    if (isPlain()) {
      findRoute(new NameLookups(Runnable::run));
      return;
    }
    try {
      loop.owner().names().execute(() -> findRoute(loop.owner().lookups()));
    } catch (RejectedExecutionException e) {
      fail(new DialException("the engine is closed", e));
    }
  }

  /** True if the way can be found without asking anybody. */
  private boolean isPlain() {
    return request.proxy() == ProxyChoice.DIRECT
        && request.guard() == DialRequest.AddressGuard.NONE
        && request.tls().isReady()
        && new ServerName(Route.unbracketed(request.url().host())).isAddress();
  }

  /** What was dialled so far, in order. */
  public List<DialAttempt> attempts() {
    if (race == null) {
      return List.of();
    }
    List<DialAttempt> all = new ArrayList<>();
    boolean proxy = route.proxy() != null;
    race.results().forEach((place, why) -> all.add(DialAttempt.of(place, proxy, why)));
    return all;
  }

  /** There is no time left: fails with what is known already, if anything is. */
  public void expire() {
    if (refusal != null) {
      refusal.end();
    }
  }

  /** Ends it; nobody is called any more. */
  public void cancel() {
    over = true;
    if (refusal != null) {
      refusal.cancel();
    }
    if (race != null) {
      race.cancel();
    }
    if (transport != null) {
      transport.close();
    }
  }

  private void findRoute(NameLookups lookups) {
    try {
      context = request.tls().prepare();
      CompletionStage<Route> way = Route.find(request, lookups, loop.owner().names());
      way.whenComplete(
          (found, failure) ->
              loop.execute(
                  failure == null ? () -> race(found) : () -> fail(DialException.of(failure))));
    } catch (IOException e) {
      loop.execute(() -> fail(e));
    } catch (Throwable e) {
      // The host's guard and proxy selector are called there.
      loop.execute(() -> fail(new DialException(e.toString(), e)));
    }
  }

  private void race(Route found) {
    if (!over) {
      route = found;
      race = new AddressRace(loop, route.addresses(), this::connected, this::fail);
      attempt(race::start);
    }
  }

  private void connected(Transport won) {
    transport = won;
    if (route.proxy() == null) {
      throughProxy(won);
    } else {
      attempt(() -> ProxyTunnel.open(won, route, request.url().port(), this));
    }
  }

  /**
   * Where TLS is missing or the host's own fails, an error ends this attempt, not the wait for it.
   */
  private void attempt(Step step) {
    try {
      step.run();
    } catch (IOException e) {
      fail(e);
    } catch (Throwable e) {
      fail(DialException.of(e));
    }
  }

  private interface Step {
    void run() throws IOException;
  }

  /** The proxy refuses with an HTTP answer; returns who takes its body. */
  Refusal refusedByProxy(ResponseHead head) {
    refusal = new Refusal(loop, "the proxy", head, this::fail);
    return refusal;
  }

  /** TCP leads to the server. */
  void throughProxy(Transport tcp) {
    if (over) {
      return;
    }
    if (!request.url().secure()) {
      finish(tcp);
      return;
    }
    attempt(
        () -> {
          tcp.attach(new TlsWait(), new ByteQueue(new byte[0]));
          ServerName name = serverName();
          SSLEngine engine = engine(name);
          tcp.startTls(
              engine,
              () -> {
                tcp.pause();
                attempt(
                    () -> {
                      if (request.tls().verifyName() && !name.isKnownToJdk()) {
                        name.check(engine.getSession());
                      }
                      finish(tcp);
                    });
              });
        });
  }

  private ServerName serverName() {
    String wanted = request.tls().serverName();
    return new ServerName(wanted == null ? Route.unbracketed(request.url().host()) : wanted);
  }

  private SSLEngine engine(ServerName name) throws IOException {
    TlsTerms terms = request.tls();
    SSLEngine engine = context().createSSLEngine(name.text(), request.url().port());
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    if (terms.verifyName() && name.isKnownToJdk()) {
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
    }
    name.indication().ifPresent(known -> parameters.setServerNames(List.of(known)));
    engine.setSSLParameters(parameters);
    return engine;
  }

  private SSLContext context() throws IOException {
    if (context != null) {
      return context;
    }
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException e) {
      throw new DialException("this JVM has no TLS", e);
    }
  }

  private void finish(Transport done) {
    if (!over) {
      over = true;
      opened.accept(done);
    }
  }

  void fail(IOException failure) {
    if (!over) {
      cancel();
      failed.accept(failure);
    }
  }

  /** Hears only of the end while TLS is agreed on. */
  private final class TlsWait implements InboundHandler {
    @Override
    public void received(ByteBuffer bytes) {
      // Data before the handshake is over is none: the layer keeps it back.
      bytes.position(bytes.limit());
    }

    @Override
    public void ended(Exception failure) {
      String reason =
          failure == null ? "the server closed the connection" : TlsFailure.reason(failure);
      fail(new DialException("TLS: " + reason, failure));
    }
  }
}
