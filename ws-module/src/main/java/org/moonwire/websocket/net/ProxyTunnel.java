package org.moonwire.websocket.net;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.moonwire.websocket.wire.ResponseHead;

/** Asks a proxy for a connection to the server, on the transport to the proxy. */
abstract class ProxyTunnel implements InboundHandler {
  private final Transport transport;
  final Connector connector;

  ProxyTunnel(Transport transport, Connector connector) {
    this.transport = transport;
    this.connector = connector;
  }

  static void open(Transport transport, Route route, Connector connector) {
    ProxyAddress proxy = route.proxy();
    ProxyTunnel tunnel =
        proxy.isHttp() ? new Http(transport, connector) : new Socks(transport, connector, route);
    transport.attach(tunnel, new ByteQueue(new byte[0]));
    transport.resume();
    tunnel.write(proxy.isHttp() ? Http.request(route) : SocksRequest.greeting(proxy));
  }

  /** Takes what the proxy says; true once the way is free. */
  abstract boolean take(ByteBuffer bytes) throws IOException;

  @Override
  public void received(ByteBuffer bytes) {
    try {
      if (take(bytes)) {
        transport.pause();
        connector.throughProxy(transport);
      }
    } catch (IOException e) {
      connector.fail(e);
    }
  }

  @Override
  public void ended(Exception failure) {
    connector.fail(DialException.ended("the proxy closed the connection", failure));
  }

  final void write(byte[] bytes) {
    transport.attach(this, new ByteQueue(bytes));
    transport.writer().flush();
  }

  /** CONNECT of HTTP (RFC 9110, section 9.3.6). */
  private static final class Http extends ProxyTunnel {
    private final ResponseHead.Reader answer = new ResponseHead.Reader();

    /** What the proxy says instead of opening the way; null if it has not. Loop only. */
    private Refusal refusal;

    Http(Transport transport, Connector connector) {
      super(transport, connector);
    }

    static byte[] request(Route route) {
      int port = route.port();
      String host = route.target().contains(":") ? "[" + route.target() + "]" : route.target();
      StringBuilder head = new StringBuilder();
      head.append("CONNECT ").append(host).append(':').append(port).append(" HTTP/1.1\r\nHost: ");
      head.append(host).append(':').append(port).append("\r\n");
      ProxyAddress proxy = route.proxy();
      if (proxy.user() != null) {
        head.append("Proxy-Authorization: ").append(proxy.basicLogin()).append("\r\n");
      }
      return head.append("\r\n").toString().getBytes(UTF_8);
    }

    @Override
    boolean take(ByteBuffer bytes) throws IOException {
      if (refusal != null) {
        refusal.take(bytes);
        return false;
      }
      ResponseHead head = answer.readFinal(bytes);
      if (head != null && head.status() / 100 != 2) {
        refusal = connector.refusedByProxy(head);
        refusal.take(bytes);
        return false;
      }
      return head != null;
    }

    @Override
    public void ended(Exception failure) {
      if (refusal == null) {
        super.ended(failure);
      } else {
        refusal.end();
      }
    }
  }

  /** SOCKS 5 (RFC 1928). */
  private static final class Socks extends ProxyTunnel {
    private final SocksRequest request;

    Socks(Transport transport, Connector connector, Route route) {
      super(transport, connector);
      request = new SocksRequest(route.proxy(), route.target(), route.port());
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
