package org.moonwire.websocket.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/**
 * The opening of a link to a server: name, TCP, proxy, TLS. It has no deadline of its own: who
 * started it cancels it. For the loop's thread.
 */
public final class Connector {
  private final EventLoop loop;
  private final DialRequest request;
  private final Consumer<Transport> opened;
  private final Consumer<IOException> failed;
  private AddressRace race;
  private Transport link;
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
      findRoute();
      return;
    }
    try {
      loop.owner().names().execute(this::findRoute);
    } catch (RejectedExecutionException e) {
      fail(new DialException("the engine is closed", e));
    }
  }

  /** True if the way can be found without asking anybody. */
  private boolean isPlain() {
    return request.proxy() == ProxyChoice.DIRECT
        && request.guard() == DialRequest.AddressGuard.NONE
        && isAddress(Route.unbracketed(request.url().host()));
  }

  private static boolean isAddress(String host) {
    return host.contains(":") || host.matches("[0-9.]+");
  }

  /** Ends it; nobody is called any more. */
  public void cancel() {
    over = true;
    if (race != null) {
      race.cancel();
    }
    if (link != null) {
      link.close();
    }
  }

  private void findRoute() {
    try {
      Route route = Route.find(request);
      loop.execute(() -> race(route));
    } catch (IOException e) {
      loop.execute(() -> fail(e));
    } catch (Throwable e) {
      // The host's guard and proxy selector are called there.
      loop.execute(() -> fail(new DialException(e.toString(), e)));
    }
  }

  private void race(Route route) {
    if (!over) {
      race = new AddressRace(loop, route.addresses(), won -> connected(won, route), this::fail);
      attempt(race::start);
    }
  }

  private void connected(Transport won, Route route) {
    link = won;
    if (route.proxy() == null) {
      throughProxy(won);
    } else {
      attempt(() -> ProxyTunnel.open(won, route, request.url().port(), this));
    }
  }

  /**
   * Where TLS is missing or the host's own fails, an error ends this opening, not the wait for it.
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
          tcp.startTls(
              engine(),
              () -> {
                tcp.pause();
                finish(tcp);
              });
        });
  }

  private SSLEngine engine() throws IOException {
    TlsTerms terms = request.tls();
    String host = Route.unbracketed(request.url().host());
    String name = terms.serverName() == null ? host : terms.serverName();
    SSLEngine engine = context(terms).createSSLEngine(name, request.url().port());
    engine.setUseClientMode(true);
    SSLParameters parameters = engine.getSSLParameters();
    if (terms.verifyName()) {
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
    }
    if (!isAddress(name)) {
      parameters.setServerNames(List.of(new SNIHostName(name)));
    }
    engine.setSSLParameters(parameters);
    return engine;
  }

  private static SSLContext context(TlsTerms terms) throws IOException {
    if (terms.context() != null) {
      return terms.context();
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
      String reason = failure == null ? "the server closed the connection" : failure.getMessage();
      fail(new DialException("TLS: " + reason, failure));
    }
  }
}
