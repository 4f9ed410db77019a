package org.moonwire.websocket;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.moonwire.engine.module.ErrorValue;
import org.moonwire.engine.module.Permissions;
import org.moonwire.policy.Network;
import org.moonwire.websocket.http.HttpUrl;
import org.moonwire.websocket.http.OutgoingRequest;
import org.moonwire.websocket.net.DialException;
import org.moonwire.websocket.net.DialRequest;
import org.moonwire.websocket.net.DialRequest.Header;
import org.moonwire.websocket.net.Redirects;
import org.moonwire.websocket.net.TlsTerms;
import org.moonwire.websocket.net.Way;

/**
 * What one request of {@code http_client} asks the policy for and sends: first to the script's URL,
 * then to those that servers redirect to. Asked on several threads, one after the other.
 *
 * @param rights those of the task that called
 * @param method in capitals
 */
record HttpPlan(Permissions rights, HostSettings host, HttpOptions options, String method) {
  static final String MAY_REQUEST = "http_client.request";
  static final String MAY_REQUEST_URL = "http_client.request.url";
  static final String MAY_REQUEST_ADDRESS = "http_client.request.address";
  static final String MAY_USE_PROXY = "http_client.request.proxy";
  static final String MAY_TRUST = "http_client.request.trust";
  static final String MAY_BE_INSECURE = "http_client.request.insecure";

  /** Headers for a server that the script did not name; any other may be a key of its own kind. */
  private static final Set<String> FOR_ANYBODY =
      Set.of(
          "accept", "accept-encoding", "accept-language", "content-type", "origin", "user-agent");

  private static final DialRequest.Timeouts NO_TIMEOUTS =
      new DialRequest.Timeouts(
          Duration.ZERO,
          Duration.ZERO,
          Duration.ZERO,
          Duration.ZERO,
          Duration.ZERO,
          Duration.ofSeconds(1));

  /** Asks whether the URL itself may be requested. */
  boolean allows(HttpUrl url) {
    return rights.isAllowed(MAY_REQUEST_URL, url.text(), url.meta(method));
  }

  /** Asks about the options that reach beyond the URL; null if all is allowed. */
  ErrorValue refusal(HttpUrl url) {
    Map<String, Object> meta = url.meta(method);
    ProxyOption proxy = options.proxy();
    if (proxy != null && !rights.isAllowed(MAY_USE_PROXY, proxy.resource(), proxy.meta())) {
      return Errors.proxyNotAllowed(proxy.resource());
    }
    if (options.tls().choosesTrust() && !rights.isAllowed(MAY_TRUST, url.text(), meta)) {
      return Errors.trustNotAllowed(url.text());
    }
    if (options.tls().insecure()
        && !host.insecureGranted()
        && !rights.isGranted(MAY_BE_INSECURE, url.text(), meta)) {
      return Errors.insecureNotAllowed(url.text());
    }
    return null;
  }

  /** Asks about addresses only where a policy speaks of them; resolving may take a while. */
  private DialRequest.AddressGuard guard(HttpUrl url) {
    if (!rights.names(MAY_REQUEST_ADDRESS)) {
      return DialRequest.AddressGuard.NONE;
    }
    return address -> {
      Map<String, Object> facts = new HashMap<>(url.meta(method));
      facts.put("ip", address.getHostAddress());
      facts.put("network", Network.of(address.getAddress()).text());
      return !rights.isDenied(MAY_REQUEST_ADDRESS, url.text(), facts);
    };
  }

  /** The request to the URL. */
  OutgoingRequest request(HttpUrl url) {
    List<Header> headers = new ArrayList<>(options.headers());
    addUnlessGiven(headers, "User-Agent", "Moonwire/" + DialPlan.version());
    addUnlessGiven(headers, "Accept", "*/*");
    addUnlessGiven(headers, "Accept-Encoding", "gzip");
    boolean usuallyHasBody = Set.of("POST", "PUT", "PATCH").contains(method);
    byte[] body = options.body() == null && usuallyHasBody ? new byte[0] : options.body();
    return request(url, headers, body);
  }

  private static void addUnlessGiven(List<Header> headers, String name, String value) {
    if (!HttpOptions.isIn(headers, name)) {
      headers.add(new Header(name, value));
    }
  }

  private OutgoingRequest request(HttpUrl url, List<Header> headers, byte[] body) {
    TlsTerms proxyTls = new TlsTerms(host.tls(), null, true);
    ProxyOption proxy = options.proxy();
    DialRequest dial =
        new DialRequest(
            url.place(),
            List.of(),
            List.of(),
            false,
            NO_TIMEOUTS,
            0,
            null,
            options.tls().terms(host.tls()),
            new Way(
                null,
                proxy == null ? host.proxies() : any -> proxy.address(),
                proxyTls,
                guard(url),
                true,
                null),
            Redirects.NONE,
            null);
    return new OutgoingRequest(method, url, headers, body, dial, options.cookies(), this::follow);
  }

  /**
   * The request that a redirect leads to. What the script meant for one server only does not go to
   * another.
   *
   * @throws DialException if the policies do not allow it
   */
  private OutgoingRequest follow(OutgoingRequest from, HttpUrl to, int status) throws IOException {
    String next = from.methodAfter(status);
    boolean sameOrigin = from.url().hasOriginOf(to);
    boolean sameMethod = next.equals(from.method());
    List<Header> headers = new ArrayList<>(from.headers());
    headers.removeIf(
        header -> {
          String name = header.name().toLowerCase(Locale.ROOT);
          return !(sameOrigin || FOR_ANYBODY.contains(name))
              || !(sameMethod || !name.startsWith("content-"));
        });
    HttpPlan plan =
        new HttpPlan(rights, host, sameOrigin ? options : options.forOtherServer(headers), next);
    if (!rights.isAllowed(MAY_REQUEST, next, Map.of())
        || !plan.allows(to)
        || plan.refusal(to) != null) {
      throw DialException.forbiddenUrl(to.text());
    }
    return plan.request(to, headers, sameMethod ? from.body() : null);
  }
}
