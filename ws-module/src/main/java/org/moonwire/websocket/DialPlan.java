package org.moonwire.websocket;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.moonwire.engine.module.ErrorValue;
import org.moonwire.engine.module.Permissions;
import org.moonwire.policy.Network;
import org.moonwire.policy.WebSocketUrl;
import org.moonwire.websocket.net.DialException;
import org.moonwire.websocket.net.DialRequest;
import org.moonwire.websocket.net.DialRequest.Header;
import org.moonwire.websocket.net.Redirects;
import org.moonwire.websocket.net.TlsTerms;
import org.moonwire.websocket.net.Way;
import org.moonwire.websocket.net.Way.Destination;

/**
 * What one call of {@code connect} asks the policy for and dials: first the script's URL, then
 * those that servers redirect to. Asked on several threads, one after the other.
 *
 * @param rights those of the task that called
 * @param socket where the URL leads instead of a host; null if it leads to one
 */
record DialPlan(
    Permissions rights, HostSettings host, ConnectOptions options, Destination.UnixSocket socket) {
  /** Headers for a server that the script did not name; any other may be a key of its own kind. */
  private static final Set<String> FOR_ANYBODY = Set.of("accept-language", "origin", "user-agent");

  DialPlan with(ConnectOptions other) {
    return new DialPlan(rights, host, other, socket);
  }

  /** Asks whether the URL itself may be dialled. */
  boolean allows(WebSocketUrl url) {
    return socket == null
        ? rights.isAllowed(Connect.MAY_CONNECT_URL, url.text(), url.meta())
        : rights.isAllowed(
            Connect.MAY_CONNECT_UNIX, socket.path().toString(), Map.of("path", url.path()));
  }

  /** Asks about the options that reach beyond the URL; null if all is allowed. */
  ErrorValue refusal(WebSocketUrl url) {
    Map<String, Object> meta = url.meta();
    ProxyOption proxy = options.proxy();
    if (proxy != null && !rights.isAllowed(Connect.MAY_USE_PROXY, proxy.resource(), proxy.meta())) {
      return Errors.proxyNotAllowed(proxy.resource());
    }
    if (options.tls().choosesTrust() && !rights.isAllowed(Connect.MAY_TRUST, url.text(), meta)) {
      return Errors.trustNotAllowed(url.text());
    }
    if (options.tls().insecure()
        && !host.insecureGranted()
        && !rights.isGranted(Connect.MAY_BE_INSECURE, url.text(), meta)) {
      return Errors.insecureNotAllowed(url.text());
    }
    if (options.connectTo() != null
        && !rights.mayChoose(Connect.MAY_CONNECT_ADDRESS, url.text(), facts(url))) {
      return Errors.placeNotAllowed(url.text(), options.connectTo().place(url));
    }
    return hostRefusal(url);
  }

  /** A {@code Host} of the script's own decides who answers, as the host of a URL does. */
  private ErrorValue hostRefusal(WebSocketUrl url) {
    String name = options.host();
    if (name == null) {
      return null;
    }
    WebSocketUrl asked = WebSocketUrl.parse(url.scheme() + "://" + name + url.target());
    return rights.isAllowed(Connect.MAY_CONNECT_URL, asked.text(), asked.meta())
        ? null
        : Errors.urlNotAllowed(asked.text());
  }

  /** The URL's, but with the port that is dialled. */
  private Map<String, Object> facts(WebSocketUrl url) {
    Map<String, Object> facts = new HashMap<>(url.meta());
    if (options.connectTo() != null) {
      facts.put("port", options.connectTo().place(url).port());
    }
    return facts;
  }

  /** Asks about addresses only where a policy speaks of them; resolving may take a while. */
  private DialRequest.AddressGuard guard(WebSocketUrl url) {
    if (!rights.names(Connect.MAY_CONNECT_ADDRESS)) {
      return DialRequest.AddressGuard.NONE;
    }
    return address -> {
      Map<String, Object> facts = facts(url);
      facts.put("ip", address.getHostAddress());
      facts.put("network", Network.of(address.getAddress()).text());
      return !rights.isDenied(Connect.MAY_CONNECT_ADDRESS, url.text(), facts);
    };
  }

  /** The request to the URL. */
  DialRequest request(WebSocketUrl url) {
    List<Header> headers = host.withDefaults(options.headers());
    if (headers.stream().noneMatch(header -> header.name().equalsIgnoreCase("User-Agent"))) {
      headers.add(new Header("User-Agent", "Moonwire/" + version()));
    }
    return request(url, headers);
  }

  private DialRequest request(WebSocketUrl url, List<Header> headers) {
    return new DialRequest(
        url,
        headers,
        options.protocols(),
        options.requireProtocol(),
        options.timeouts(),
        options.readLimit(),
        options.offer(),
        options.tls().terms(host.tls()),
        way(url),
        new Redirects(options.follow(), this::follow),
        // Nobody tells the cookies of a socket from those of localhost.
        socket == null ? options.cookies() : null);
  }

  private Way way(WebSocketUrl url) {
    TlsTerms proxyTls = new TlsTerms(host.tls(), null, true);
    Destination place = options.connectTo() == null ? socket : options.connectTo().place(url);
    return options.proxy() == null
        ? new Way(place, host.proxies(), proxyTls, guard(url))
        : new Way(place, any -> options.proxy().address(), proxyTls, guard(url));
  }

  /** That of the product, for {@code User-Agent}. */
  static String version() {
    String version = DialPlan.class.getPackage().getImplementationVersion();
    return version == null ? "0" : version;
  }

  /**
   * The request that a redirect leads to. What the script meant for one server only does not go to
   * another.
   *
   * @throws DialException if the policies do not allow it
   */
  private DialRequest follow(DialRequest from, WebSocketUrl to) throws IOException {
    boolean sameOrigin =
        from.url().scheme().equals(to.scheme()) && from.url().authority().equals(to.authority());
    DialPlan plan = sameOrigin ? this : new DialPlan(rights, host, options.forOtherServer(), null);
    if (!plan.allows(to) || plan.refusal(to) != null) {
      throw DialException.forbiddenUrl(to.text());
    }
    List<Header> headers = new ArrayList<>(from.headers());
    if (!sameOrigin) {
      headers.removeIf(header -> !FOR_ANYBODY.contains(header.name().toLowerCase(Locale.ROOT)));
    }
    return plan.request(to, headers);
  }
}
