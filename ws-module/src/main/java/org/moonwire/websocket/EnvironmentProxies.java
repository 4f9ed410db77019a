package org.moonwire.websocket;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.moonwire.policy.WebSocketUrl;
import org.moonwire.websocket.net.DialException;
import org.moonwire.websocket.net.ProxyAddress;
import org.moonwire.websocket.net.ProxyChoice;

/**
 * The proxies that environment variables name, as curl reads them: {@code https_proxy} for {@code
 * wss}, {@code http_proxy} for {@code ws}, {@code all_proxy} for both, and {@code no_proxy} for
 * what is reached without. Each also in capitals; lower case counts first. Immutable.
 *
 * @param otherwise asked if no variable says anything
 */
record EnvironmentProxies(Map<String, String> variables, ProxyChoice otherwise)
    implements ProxyChoice {

  /** Copies the map. */
  EnvironmentProxies {
    variables = Map.copyOf(variables);
  }

  @Override
  public ProxyAddress choose(WebSocketUrl url) throws IOException {
    List<String> names =
        url.secure()
            ? List.of("wss_proxy", "https_proxy", "all_proxy")
            : List.of("ws_proxy", "http_proxy", "all_proxy");
    for (String name : names) {
      Optional<String> value = value(name);
      if (value.isPresent()) {
        boolean without = NoProxy.parse(value("no_proxy").orElse("")).covers(url);
        return without ? null : address(name, value.get());
      }
    }
    return otherwise.choose(url);
  }

  /** An empty variable is none. */
  private Optional<String> value(String name) {
    String capitals = name.toUpperCase(Locale.ROOT);
    // A CGI program finds the header `Proxy` of its client there.
    boolean trusted = !(name.equals("http_proxy") && variables.containsKey("REQUEST_METHOD"));
    return Optional.ofNullable(variables.get(name))
        .or(() -> Optional.ofNullable(trusted ? variables.get(capitals) : null))
        .map(String::strip)
        .filter(value -> !value.isEmpty());
  }

  private static ProxyAddress address(String name, String value) throws DialException {
    try {
      return ProxyOption.parse(value.contains("://") ? value : "http://" + value)
          .address()
          .ofHost();
    } catch (IllegalArgumentException e) {
      throw new DialException("the environment variable `" + name + "` " + e.getMessage(), e);
    }
  }
}
