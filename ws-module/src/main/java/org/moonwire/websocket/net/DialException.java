package org.moonwire.websocket.net;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * A connection could not be opened. When the server answered, {@link #status()} and the rest tell
 * what.
 */
public final class DialException extends IOException {
  private static final long serialVersionUID = 1L;

  private static final int FORBIDDEN = -1;
  private static final int BAD_OPTION = -2;

  private final int status;
  private final transient Map<String, List<String>> headers;
  private final String body;

  /** Set once, before the exception is handed out. */
  private transient List<DialAttempt> attempts = List.of();

  /** Set once, before the exception is handed out. */
  private transient List<Redirects.Hop> hops = List.of();

  /** A failure before any answer. */
  public DialException(String message, Throwable cause) {
    super(message, cause);
    this.status = 0;
    this.headers = Map.of();
    this.body = "";
  }

  /** A failure because of the answer; {@code body} is its beginning. */
  public DialException(String message, int status, Map<String, List<String>> headers, String body) {
    super(message);
    this.status = status;
    this.headers = Map.copyOf(headers);
    this.body = body;
  }

  /** A failure because the address guard refused. */
  public static DialException forbidden(String address) {
    return new DialException("address `" + address + "` is not allowed", FORBIDDEN, Map.of(), "");
  }

  /** A failure because a policy refuses a URL that a redirect leads to. */
  public static DialException forbiddenUrl(String url) {
    return new DialException("`" + url + "` is not allowed", FORBIDDEN, Map.of(), url);
  }

  /** The URL that a policy refuses; empty if it is that of the script, or none. */
  public String forbiddenUrl() {
    return isForbidden() ? body : "";
  }

  /** A failure because of what the script asked for, before anything was dialled. */
  public static DialException badOption(String problem, Throwable cause) {
    DialException bad = new DialException(problem, BAD_OPTION, Map.of(), "");
    bad.initCause(cause);
    return bad;
  }

  /** True if an option cannot be used; the message says which and why. */
  public boolean isBadOption() {
    return status == BAD_OPTION;
  }

  /** What anything that went wrong is to who dials; of an error of the JVM its name is told too. */
  public static DialException of(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null
        && !(root instanceof DialException)
        && !(root instanceof Error)) {
      root = root.getCause();
    }
    if (root instanceof DialException known) {
      return known;
    }
    boolean tellsEnough = root.getMessage() != null && !(root instanceof Error);
    return new DialException(tellsEnough ? root.getMessage() : root.toString(), failure);
  }

  /**
   * A failure because the transport ended before it was of use.
   *
   * @param usually what that means, unless the transport ended for a reason beyond the network
   * @param failure null if the peer ended it
   */
  public static DialException ended(String usually, Exception failure) {
    if (TlsFailure.in(failure) != null) {
      // With TLS 1.3 a server may refuse our certificate after the handshake (RFC 8446, 4.4.2.4).
      return new DialException("TLS: " + TlsFailure.reason(failure), failure);
    }
    boolean ofTheNetwork =
        failure == null
            || (failure instanceof IOException && !(failure.getCause() instanceof Error));
    return ofTheNetwork ? new DialException(usually, failure) : of(failure);
  }

  /** Adds what was dialled; to be called before the exception is handed out. */
  public void tried(List<DialAttempt> all, List<Redirects.Hop> redirects) {
    attempts = List.copyOf(all);
    hops = List.copyOf(redirects);
  }

  /** The redirects that were met, in order. */
  public List<Redirects.Hop> hops() {
    return hops;
  }

  /** What was dialled, in order. */
  public List<DialAttempt> attempts() {
    return attempts;
  }

  /** True if the address guard refused. */
  public boolean isForbidden() {
    return status == FORBIDDEN;
  }

  /** The HTTP status, 0 or less if there was no answer. */
  public int status() {
    return status;
  }

  /** The answer's headers under lower-case names. */
  public Map<String, List<String>> headers() {
    return headers;
  }

  /** The beginning of the answer's body. */
  public String body() {
    return body;
  }
}
