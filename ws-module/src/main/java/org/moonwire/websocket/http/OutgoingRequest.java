package org.moonwire.websocket.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.moonwire.websocket.cookie.CookieJar;
import org.moonwire.websocket.net.DialRequest;
import org.moonwire.websocket.net.DialRequest.Header;
import org.moonwire.websocket.net.ProxyAddress;

/**
 * A request as it goes out (RFC 9112). Each has a connection of its own, which ends with it.
 *
 * @param method in capitals
 * @param headers without {@code Host}, {@code Connection}, and those of the body's length
 * @param body null for none; it must not change any more
 * @param dial how to get to the server
 * @param cookies where cookies are kept; null to keep none
 * @param follower makes the request that a redirect leads to
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record OutgoingRequest(
    String method,
    HttpUrl url,
    List<Header> headers,
    byte[] body,
    DialRequest dial,
    CookieJar cookies,
    Follower follower) {

  /** Decides about redirects. */
  @FunctionalInterface
  public interface Follower {
    /**
     * Returns the request that goes to {@code to}. Called on a thread that may wait.
     *
     * @throws IOException if it may not be followed; the call fails with it
     */
    OutgoingRequest follow(OutgoingRequest from, HttpUrl to, int status) throws IOException;
  }

  /** Copies the list. */
  public OutgoingRequest {
    headers = List.copyOf(headers);
  }

  /**
   * What a redirect makes of the method (RFC 9110, section 15.4): 303 makes it GET, 301 and 302 do
   * so with POST.
   */
  public String methodAfter(int status) {
    boolean safe = method.equals("GET") || method.equals("HEAD");
    boolean rewritten = status == 303 ? !safe : method.equals("POST") && status < 303;
    return rewritten ? "GET" : method;
  }

  /**
   * Request line and headers.
   *
   * @param proxy the proxy that is asked for the URL itself; null if the connection leads to the
   *     server
   */
  byte[] head(ProxyAddress proxy) {
    StringBuilder text = new StringBuilder(method).append(' ');
    text.append(proxy == null ? url.place().target() : url.text()).append(" HTTP/1.1\r\n");
    line(text, "Host", url.place().authority());
    for (Header header : headers) {
      if (!header.name().equalsIgnoreCase("Cookie")) {
        line(text, header.name(), header.value());
      }
    }
    String pairs = cookiePairs();
    if (!pairs.isEmpty()) {
      line(text, "Cookie", pairs);
    }
    if (proxy != null && proxy.user() != null) {
      line(text, "Proxy-Authorization", proxy.basicLogin());
    }
    if (body != null) {
      line(text, "Content-Length", Integer.toString(body.length));
    }
    line(text, "Connection", "close");
    return text.append("\r\n").toString().getBytes(UTF_8);
  }

  /** One header for all: those of the script, then those that are kept (RFC 6265, section 5.4). */
  private String cookiePairs() {
    List<String> all = new ArrayList<>();
    headers.stream()
        .filter(header -> header.name().equalsIgnoreCase("Cookie"))
        .forEach(header -> all.add(header.value()));
    if (cookies != null) {
      all.addAll(cookies.pairs(url.place()));
    }
    return String.join("; ", all);
  }

  private static void line(StringBuilder head, String name, String value) {
    head.append(name).append(": ").append(value).append("\r\n");
  }

  /** Shows neither headers nor body, which may hold keys. */
  @Override
  public String toString() {
    return method + " " + url;
  }
}
