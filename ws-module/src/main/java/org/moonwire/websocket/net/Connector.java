package org.moonwire.websocket.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.moonwire.websocket.net.DialPhases.Phase;
import org.moonwire.websocket.net.Way.Destination;
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
    Way way = request.way();
    boolean isNumeric =
        way.destination() instanceof Destination.UnixSocket
            || new ServerName(Route.unbracketed(Route.place(request).host())).isAddress();
    return way.proxy() == ProxyChoice.DIRECT
        && way.guard() == DialRequest.AddressGuard.NONE
        && request.tls().isReady()
        && isNumeric;
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
      request.begin(Phase.LOOKUP);
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
      request.begin(Phase.CONNECT);
      race = new AddressRace(loop, route.addresses(), this::connected, this::fail);
      attempt(race::start);
    }
  }

  private void connected(Transport won) {
    transport = won;
    ProxyAddress proxy = route.proxy();
    if (proxy != null) {
      request.begin(Phase.PROXY);
    }
    if (request.way().destination() instanceof Destination.UnixSocket socket) {
      attempt(() -> checkStill(socket.path()));
    }
    if (proxy == null) {
      throughProxy(won);
    } else if (proxy.kind() == ProxyAddress.Kind.HTTPS) {
      TlsTerms terms = request.way().proxyTls();
      attempt(
          () -> {
            TlsStart start =
                new TlsStart(terms, terms.prepare(), new ServerName(proxy.host()), proxy.port());
            secure(won, start, "the proxy", () -> openTunnel(won));
          });
    } else {
      openTunnel(won);
    }
  }

  /** The policy was asked about this path: no folder on the way may have become a link since. */
  private static void checkStill(Path path) throws IOException {
    if (!path.toRealPath().equals(path)) {
      throw DialException.forbidden(path.toString());
    }
  }

  private void openTunnel(Transport tcp) {
    if (forwardingProxy() == null) {
      attempt(() -> ProxyTunnel.open(tcp, route, this));
    } else {
      throughProxy(tcp);
    }
  }

  /** The proxy that is to be asked for the resource itself; null if the server is reached. */
  public ProxyAddress forwardingProxy() {
    Way way = request.way();
    boolean forwards =
        way.forwarded()
            && way.guard() == DialRequest.AddressGuard.NONE
            && !request.url().secure()
            && route.proxy() != null
            && route.proxy().isHttp();
    return forwards ? route.proxy() : null;
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
    refusal =
        new Refusal(loop, "the proxy answered with status " + head.status(), head, this::fail);
    return refusal;
  }

  /** TCP, or TLS to the proxy, leads to the server. */
  void throughProxy(Transport way) {
    if (route.proxy() != null && route.proxy().kind() == ProxyAddress.Kind.HTTPS) {
      // In the next turn: what the proxy's TLS has decrypted is still being taken.
      loop.execute(() -> reached(way));
    } else {
      reached(way);
    }
  }

  private void reached(Transport way) {
    if (over) {
      return;
    }
    if (!request.url().secure()) {
      finish(way);
      return;
    }
    TlsStart start = new TlsStart(request.tls(), context, serverName(), request.url().port());
    request.begin(Phase.TLS);
    attempt(() -> secure(way, start, "the server", () -> finish(way)));
  }

  /** What TLS is started with; {@code context} is null for the JVM's. */
  private record TlsStart(TlsTerms terms, SSLContext context, ServerName name, int port) {
    SSLEngine engine() throws IOException {
      SSLContext used = context == null ? jvmContext() : context;
      SSLEngine engine = used.createSSLEngine(name.text(), port);
      engine.setUseClientMode(true);
      SSLParameters parameters = engine.getSSLParameters();
      if (terms.verifyName() && name.isKnownToJdk()) {
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
      }
      name.indication().ifPresent(known -> parameters.setServerNames(List.of(known)));
      terms.limits().applyTo(parameters);
      engine.setSSLParameters(parameters);
      return engine;
    }

    private static SSLContext jvmContext() throws IOException {
      try {
        return SSLContext.getDefault();
      } catch (NoSuchAlgorithmException e) {
        throw new DialException("this JVM has no TLS", e);
      }
    }

    /** The part of the check of the certificate that the JDK cannot do. */
    void checkName(SSLEngine engine) throws IOException {
      if (terms.verifyName() && !name.isKnownToJdk()) {
        name.check(engine.getSession());
      }
    }
  }

  /** Starts TLS with {@code peer} and calls {@code done} once it is there. */
  private void secure(Transport way, TlsStart start, String peer, Runnable done)
      throws IOException {
    if (over) {
      return;
    }
    way.attach(new TlsWait(peer), new ByteQueue(new byte[0]));
    SSLEngine engine = start.engine();
    way.startTls(
        engine,
        () -> {
          way.pause();
          attempt(
              () -> {
                start.checkName(engine);
                done.run();
              });
        });
  }

  /** The name that the server's certificate is asked for; null without TLS. */
  public String tlsName() {
    return request.url().secure() ? serverName().text() : null;
  }

  /** The URL of the proxy that was used, without its login; null if there is none. */
  public String proxyUrl() {
    return route == null || route.proxy() == null ? null : route.proxy().url();
  }

  private ServerName serverName() {
    String wanted = request.tls().serverName();
    return new ServerName(wanted == null ? Route.unbracketed(request.url().host()) : wanted);
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
    private final String peer;

    TlsWait(String peer) {
      this.peer = peer;
    }

    @Override
    public void received(ByteBuffer bytes) {
      // Data before the handshake is over is none: the layer keeps it back.
      bytes.position(bytes.limit());
    }

    @Override
    public void ended(Exception failure) {
      String reason =
          failure == null ? peer + " closed the connection" : TlsFailure.reason(failure);
      String what = peer.equals("the proxy") ? "TLS to the proxy: " : "TLS: ";
      fail(new DialException(what + reason, failure));
    }
  }
}
