package org.moonwire.websocket;

import java.io.IOException;
import java.net.ProxySelector;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.moonwire.policy.WebSocketUrl;
import org.moonwire.websocket.net.DialRequest.Header;
import org.moonwire.websocket.net.ProxyAddress;
import org.moonwire.websocket.net.ProxyChoice;
import org.moonwire.websocket.net.SystemProxies;

/**
 * What a host decides for the connections of an engine; give the module to the engine's builder:
 * {@code LuaEngine.builder().module(WebSocketModule.builder()...build())}. Not thread-safe.
 */
public final class WebSocketModuleBuilder {
  private SSLContext tls;
  private ProxyChoice proxies = WebSocketModuleBuilder::proxyOfJvm;
  private final List<Header> headers = new ArrayList<>();
  private int maxConnections = Integer.MAX_VALUE;
  private OptionLimits ceilings = OptionLimits.NONE;
  private CertificateResolver certificates;
  private boolean insecure;

  WebSocketModuleBuilder() {}

  private static ProxyAddress proxyOfJvm(WebSocketUrl url) throws IOException {
    ProxySelector selector = ProxySelector.getDefault();
    return selector == null ? null : new SystemProxies(selector).choose(url);
  }

  /** Speaks TLS with this context unless a script brings certificates. Default: the JVM's. */
  public WebSocketModuleBuilder sslContext(SSLContext context) {
    this.tls = Objects.requireNonNull(context);
    return this;
  }

  /**
   * Asks this selector how to reach a URL unless a script names a proxy. Default: the JVM's. It is
   * asked with the scheme {@code http} or {@code https}, on a thread that may wait.
   */
  public WebSocketModuleBuilder proxySelector(ProxySelector selector) {
    this.proxies = new SystemProxies(Objects.requireNonNull(selector));
    return this;
  }

  /**
   * Takes proxies from environment variables unless a script names one: {@code https_proxy} for
   * {@code wss}, {@code http_proxy} for {@code ws}, {@code all_proxy} for both, but not where
   * {@code no_proxy} says so; the rules are those of curl. Where none is set, what was chosen
   * before this call holds. Default: the command line does this, an embedded engine does not.
   */
  public WebSocketModuleBuilder environmentProxies() {
    return environmentProxies(System.getenv());
  }

  /** As {@link #environmentProxies()}, with other variables than those of the process. */
  public WebSocketModuleBuilder environmentProxies(Map<String, String> variables) {
    this.proxies = new EnvironmentProxies(variables, proxies);
    return this;
  }

  /**
   * Sends a header with every upgrade request, unless the script sets one of the same name. May be
   * given several times with one name.
   *
   * @throws IllegalArgumentException if the name or the value cannot be sent, or the header belongs
   *     to the handshake
   */
  public WebSocketModuleBuilder header(String name, String value) {
    String problem = HeaderRules.checkName(name, new HashSet<>(), false);
    String text = HeaderRules.valueText(value);
    if (problem != null || text == null) {
      throw new IllegalArgumentException(
          problem != null ? problem : "the value of `" + name + "` has control characters");
    }
    headers.add(new Header(name, text));
    return this;
  }

  /**
   * Lets an engine have at most {@code count} connections, those being opened included; 0 or more.
   * Default: no limit.
   */
  public WebSocketModuleBuilder maxConnections(int count) {
    if (count < 0) {
      throw new IllegalArgumentException("`" + count + "` connections is less than none");
    }
    this.maxConnections = count;
    return this;
  }

  /**
   * Sets the highest value scripts may give an option, in the option's own notation: {@code
   * ceiling("read_limit", 65536)}, {@code ceiling("dial_timeout", "5s")}. It is also the value
   * where a script gives none and the default is higher. For {@code headers} and {@code protocols}
   * it is how many there may be; {@code compression} and {@code control_frames} are switched off by
   * 0; {@code keepalive.interval} and {@code keepalive.timeout} have ceilings of their own. A
   * script that asks for more gets an error of the kind Invalid that names the ceiling.
   *
   * @throws IllegalArgumentException if there is no such option or the value is none
   */
  public WebSocketModuleBuilder ceiling(String option, Object value) {
    this.ceilings = ceilings.with(option, value);
    return this;
  }

  /**
   * Lets scripts name certificates and keys in place of giving their text. Default: they cannot.
   */
  public WebSocketModuleBuilder certificates(CertificateResolver resolver) {
    this.certificates = Objects.requireNonNull(resolver);
    return this;
  }

  /**
   * Grants scripts {@code tls = {insecure = true}}, which leaves the server's certificate
   * unchecked. Default: only a policy can, with the action {@code websocket.connect.insecure} or
   * {@code http_client.request.insecure}.
   */
  public WebSocketModuleBuilder grantInsecure() {
    this.insecure = true;
    return this;
  }

  /** Makes the module. */
  public WebSocketModule build() {
    return new WebSocketModule(settings());
  }

  HostSettings settings() {
    return new HostSettings(
        tls, proxies, headers, maxConnections, ceilings, certificates, insecure);
  }
}
