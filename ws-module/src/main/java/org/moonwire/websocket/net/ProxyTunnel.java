package org.moonwire.websocket.net;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Base64;
import org.moonwire.websocket.wire.ResponseHead;

/** Asks a proxy for a connection to the server, on the link to the proxy. */
abstract class ProxyTunnel implements InboundHandler {
  private final Transport link;
  private final Connector opening;

  ProxyTunnel(Transport link, Connector opening) {
    this.link = link;
    this.opening = opening;
  }

  static void open(Transport link, Route route, int port, Connector opening) {
    ProxyAddress proxy = route.proxy();
    ProxyTunnel tunnel =
        proxy.kind() == ProxyAddress.Kind.HTTP
            ? new Http(link, opening)
            : new Socks(link, opening, route, port);
    link.attach(tunnel, new ByteQueue(new byte[0]));
    link.resume();
    tunnel.write(
        proxy.kind() == ProxyAddress.Kind.HTTP
            ? Http.request(route, port)
            : SocksRequest.greeting(proxy));
  }

  /** Takes what the proxy says; true once the way is free. */
  abstract boolean take(ByteBuffer bytes) throws IOException;

  @Override
  public void received(ByteBuffer bytes) {
    try {
      if (take(bytes)) {
        link.pause();
        opening.throughProxy(link);
      }
    } catch (IOException e) {
      opening.fail(e);
    }
  }

  @Override
  public void ended(Exception failure) {
    opening.fail(DialException.ended("the proxy closed the connection", failure));
  }

  final void write(byte[] bytes) {
    link.attach(this, new ByteQueue(bytes));
    link.writer().flush();
  }

  /** CONNECT of HTTP (RFC 9110, section 9.3.6). */
  private static final class Http extends ProxyTunnel {
    private final ResponseHead.Reader answer = new ResponseHead.Reader();

    Http(Transport link, Connector opening) {
      super(link, opening);
    }

    static byte[] request(Route route, int port) {
      String host = route.target().contains(":") ? "[" + route.target() + "]" : route.target();
      StringBuilder head = new StringBuilder();
      head.append("CONNECT ").append(host).append(':').append(port).append(" HTTP/1.1\r\nHost: ");
      head.append(host).append(':').append(port).append("\r\n");
      ProxyAddress proxy = route.proxy();
      if (proxy.user() != null) {
        byte[] login = (proxy.user() + ":" + proxy.password()).getBytes(UTF_8);
        head.append("Proxy-Authorization: Basic ")
            .append(Base64.getEncoder().encodeToString(login))
            .append("\r\n");
      }
      return head.append("\r\n").toString().getBytes(UTF_8);
    }

    @Override
    boolean take(ByteBuffer bytes) throws IOException {
      ResponseHead head = answer.read(bytes);
      if (head != null && head.status() / 100 != 2) {
        throw new DialException("the proxy answered with status " + head.status(), null);
      }
      return head != null;
    }
  }

  /** SOCKS 5 (RFC 1928). */
  private static final class Socks extends ProxyTunnel {
    private final SocksRequest request;

    Socks(Transport link, Connector opening, Route route, int port) {
      super(link, opening);
      request = new SocksRequest(route.proxy(), route.target(), port);
    }

    @Override
    boolean take(ByteBuffer bytes) throws IOException {
      while (bytes.hasRemaining() && !request.isDone()) {
        byte[] next = request.take(bytes.get());
        if (next != null) {
          write(next);
        }
      }
      return request.isDone();
    }
  }
}
