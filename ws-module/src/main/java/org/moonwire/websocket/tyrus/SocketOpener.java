package org.moonwire.websocket.tyrus;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.security.NoSuchAlgorithmException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.moonwire.websocket.net.DialException;
import org.moonwire.websocket.net.DialRequest;

/**
 * Opens the TCP connection and TLS on it. {@link #abort()} from another thread ends every wait of
 * it, at once.
 */
final class SocketOpener {
  private static final System.Logger LOG = System.getLogger("org.moonwire.websocket");

  private final DialRequest request;

  // guarded by this
  private boolean aborted;

  // guarded by this; the TCP socket, TLS is above it
  private Socket tcp;

  SocketOpener(DialRequest request) {
    this.request = request;
  }

  /** Returns the socket to read and write. */
  Socket open() throws IOException {
    Socket connected = connect();
    connected.setTcpNoDelay(true);
    connected.setKeepAlive(true);
    return request.url().secure() ? startTls(connected) : connected;
  }

  /** Closes what is open and lets nothing be opened any more. */
  synchronized void abort() {
    aborted = true;
    if (tcp != null) {
      try {
        tcp.close();
      } catch (IOException e) {
        LOG.log(System.Logger.Level.DEBUG, "could not close a socket", e);
      }
    }
  }

  private Socket connect() throws IOException {
    IOException last = null;
    for (InetAddress address : resolve()) {
      if (!request.guard().permits(address)) {
        throw DialException.forbidden(address.getHostAddress());
      }
      Socket socket = next();
      try {
        socket.connect(new InetSocketAddress(address, request.url().port()));
        return socket;
      } catch (IOException e) {
        socket.close();
        last = e;
      }
    }
    throw new DialException(last == null ? "no address" : last.getMessage(), last);
  }

  private InetAddress[] resolve() throws DialException {
    try {
      return InetAddress.getAllByName(request.url().host());
    } catch (UnknownHostException e) {
      throw new DialException("unknown host `" + request.url().host() + "`", e);
    }
  }

  private synchronized Socket next() throws IOException {
    if (aborted) {
      throw new IOException("given up");
    }
    tcp = new Socket();
    return tcp;
  }

  private Socket startTls(Socket connected) throws IOException {
    SSLContext context;
    try {
      context = SSLContext.getDefault();
    } catch (NoSuchAlgorithmException e) {
      throw new IOException("this JVM has no TLS", e);
    }
    String name = request.url().host().replaceAll("^\\[|\\]$", "");
    SSLSocket tls =
        (SSLSocket)
            context.getSocketFactory().createSocket(connected, name, request.url().port(), true);
    SSLParameters parameters = tls.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    tls.setSSLParameters(parameters);
    tls.startHandshake();
    return tls;
  }
}
