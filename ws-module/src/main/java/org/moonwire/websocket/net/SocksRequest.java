package org.moonwire.websocket.net;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;

/** The client's side of SOCKS 5 (RFC 1928, RFC 1929): bytes in, bytes out. */
final class SocksRequest {
  private static final int VERSION = 5;
  private static final int NO_LOGIN = 0;
  private static final int PASSWORD = 2;
  private static final int NAME = 3;

  private static final String[] FAILURES = {
    "no reason",
    "general failure",
    "not allowed by its rules",
    "network unreachable",
    "host unreachable",
    "connection refused",
    "time to live expired",
    "command not supported",
    "address type not supported"
  };

  private final ProxyAddress proxy;
  private final String host;
  private final int port;
  private final byte[] answer = new byte[4 + 1 + 255 + 2];
  private int length;
  private State state = State.METHOD;

  private enum State {
    METHOD,
    LOGIN,
    REPLY,
    DONE
  }

  SocksRequest(ProxyAddress proxy, String host, int port) {
    this.proxy = proxy;
    this.host = host;
    this.port = port;
  }

  static byte[] greeting(ProxyAddress proxy) {
    return proxy.user() == null
        ? new byte[] {VERSION, 1, NO_LOGIN}
        : new byte[] {VERSION, 2, NO_LOGIN, PASSWORD};
  }

  boolean isDone() {
    return state == State.DONE;
  }

  /** Takes a byte of the proxy; returns what is to be sent next, null for nothing. */
  byte[] take(byte next) throws IOException {
    answer[length++] = next;
    if (length < expected()) {
      return null;
    }
    length = 0;
    return switch (state) {
      case METHOD -> method();
      case LOGIN -> login();
      default -> reply();
    };
  }

  /** How long the answer is, as far as that is known. */
  private int expected() {
    if (state != State.REPLY) {
      return 2;
    }
    if (length < 5) {
      return 5;
    }
    return switch (answer[3]) {
      case 1 -> 4 + 4 + 2;
      case 4 -> 4 + 16 + 2;
      default -> 4 + 1 + (answer[4] & 0xff) + 2;
    };
  }

  private byte[] method() throws IOException {
    if (answer[0] != VERSION) {
      throw new DialException("the proxy does not speak SOCKS 5", null);
    }
    if (answer[1] == PASSWORD && proxy.user() != null) {
      state = State.LOGIN;
      return credentials();
    }
    if (answer[1] != NO_LOGIN) {
      throw new DialException("the proxy wants another way to log in", null);
    }
    state = State.REPLY;
    return connect();
  }

  private byte[] login() throws IOException {
    if (answer[1] != 0) {
      throw new DialException("the proxy refused user and password", null);
    }
    state = State.REPLY;
    return connect();
  }

  private byte[] reply() throws IOException {
    if (answer[0] != VERSION || answer[1] != 0) {
      int code = answer[1] & 0xff;
      String reason = code < FAILURES.length ? FAILURES[code] : "code " + code;
      throw new DialException("the proxy could not connect: " + reason, null);
    }
    state = State.DONE;
    return null;
  }

  private byte[] credentials() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(1);
    put(out, proxy.user().getBytes(UTF_8));
    put(out, proxy.password().getBytes(UTF_8));
    return out.toByteArray();
  }

  private byte[] connect() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {VERSION, 1, 0});
    if (host.contains(":") || host.matches("[0-9.]+")) {
      byte[] address = InetAddress.getByName(host).getAddress();
      out.write(address.length == 4 ? 1 : 4);
      out.writeBytes(address);
    } else {
      out.write(NAME);
      put(out, host.getBytes(UTF_8));
    }
    out.write(port >> 8);
    out.write(port);
    return out.toByteArray();
  }

  private static void put(ByteArrayOutputStream out, byte[] text) throws IOException {
    if (text.length > 255) {
      throw new DialException("longer than the 255 bytes that SOCKS allows", null);
    }
    out.write(text.length);
    out.writeBytes(text);
  }
}
