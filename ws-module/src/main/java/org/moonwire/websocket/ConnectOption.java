package org.moonwire.websocket;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * The definition of every option of {@code websocket.connect}: its name, type, range, default,
 * ceiling and documentation. {@link OptionReader} and {@link OptionLimits} work by it; the table in
 * the README and the editor file are tested against it. Those of a nested table are named {@code
 * table.option}.
 */
enum ConnectOption {
  HEADERS(
      list("headers", "table<string, string|number|(string|number)[]>")
          .says("request headers: name to string, number, or list of them")),
  PROTOCOLS(list("protocols", "string[]").says("subprotocols, the preferred one first")),
  REQUIRE_PROTOCOL(
      flag("require_protocol").says("`true`: a server that picks none of `protocols` is refused")),
  DIAL_TIMEOUT(
      time("dial_timeout", "30s").says("for name, proxy, TCP, TLS and handshake together")),
  READ_TIMEOUT(
      time("read_timeout", null).says("longest wait for the next message; pings do not count")),
  WRITE_TIMEOUT(time("write_timeout", null).says("longest time for one frame to be written")),
  CLOSE_TIMEOUT(
      time("close_timeout", "5s").says("longest wait for the peer's part in a close; more than 0")),
  COMPRESSION(
      new Definition(
          "compression",
          Kind.WHOLE,
          "0|1|2|\"disabled\"|\"context_takeover\"|\"no_context_takeover\"",
          0,
          2,
          "0",
          "`DISABLED`",
          "one of `websocket.COMPRESSION`, as number or text")),
  COMPRESSION_THRESHOLD(
      whole("compression_threshold", 0, 100 * Sizes.MIB, null)
          .usually("128, or 512 without context")
          .says("shorter messages go uncompressed; bytes, 0 to 104857600")),
  READ_LIMIT(
      whole("read_limit", 0, 128 * Sizes.MIB, 16 * Sizes.MIB)
          .says("longest message in bytes, 0 to 134217728; 0 is the default")),
  CHANNEL_CAPACITY(
      whole("channel_capacity", 1, 10_000, 32)
          .says("how many messages wait for the script, 1 to 10000")),
  STREAM(
      flag("stream")
          .says(
              "`true`: the `data` of a message is a channel of its pieces, and `read_limit` that of"
                  + " a piece")),
  KEEPALIVE(
      table("keepalive", "websocket.Keepalive")
          .usually("off")
          .says(
              "`{interval = \"30s\", timeout = \"10s\"}`: pings by itself; no pong in time ends"
                  + " the connection")),
  KEEPALIVE_INTERVAL(
      time("keepalive.interval", "30s")
          .atLeast("10ms")
          .says("the pause between pings, 10 ms or more")),
  KEEPALIVE_TIMEOUT(
      time("keepalive.timeout", "10s").says("longest wait for a pong, then the connection ends")),
  CONTROL_FRAMES(
      flag("control_frames").says("`true`: pings, pongs and the close arrive on the channel, too")),
  TLS(
      table("tls", "websocket.Tls")
          .usually("the host's")
          .says(
              "`{ca, cert, key, key_password, server_name, insecure, min_version, ciphers}`: PEM"
                  + " text; `insecure` must be granted; with a policy, `ca` and `server_name` need"
                  + " `websocket.connect.trust`")),
  TLS_CA(text("tls.ca").says("PEM: whom to trust in place of the usual; a policy must allow it")),
  TLS_CERT(text("tls.cert").says("PEM: our certificate")),
  TLS_KEY(text("tls.key").says("PEM: the key to it")),
  TLS_KEY_PASSWORD(text("tls.key_password").says("if the key is encrypted")),
  TLS_SERVER_NAME(
      text("tls.server_name")
          .says(
              "asked for and looked for in the certificate in place of the URL's host; a policy"
                  + " must allow it")),
  TLS_INSECURE(flag("tls.insecure").says("whoever answers is trusted; must be granted")),
  TLS_MIN_VERSION(
      text("tls.min_version")
          .typed("\"1.2\"|\"1.3\"")
          .usually("the host's")
          .says("the lowest version of TLS")),
  TLS_CIPHERS(
      list("tls.ciphers", "string[]")
          .usually("the host's")
          .says("the only cipher suites, by their IANA names, the preferred one first")),
  PROXY(
      text("proxy")
          .usually("the host's")
          .says(
              "`\"http://user:password@host:port\"`, or with `https://`, `socks5://`,"
                  + " `socks5h://`")),
  CONNECT_TO(
      text("connect_to")
          .says("`\"host:port\"`, dialled in place of the URL's; a policy is asked about it")),
  FOLLOW(
      whole("follow", 0, 20, 0)
          .says("how many redirects are followed, 0 to 20; a policy is asked about each")),
  COOKIES(
      new Definition(
          "cookies",
          Kind.FLAG,
          "boolean|websocket.CookieJar",
          0,
          1,
          "false",
          "`false`",
          "`true`: cookies are kept for the engine; or a `websocket.cookie_jar()`"));

  // A record of texts and numbers: it cannot change, which the checker does not see.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Definition definition;

  ConnectOption(Definition definition) {
    this.definition = definition;
  }

  /** What a value is, and with it what a host's ceiling means. */
  enum Kind {
    /** A duration; so is the ceiling. */
    TIME,
    /** A whole number within a range; so is the ceiling. */
    WHOLE,
    /** A boolean; the ceiling is 0 to forbid {@code true}. */
    FLAG,
    /** A list or table; the ceiling is how many entries it may have. */
    LIST,
    /** A string; no ceiling. */
    TEXT,
    /** A table of further options; no ceiling of its own. */
    TABLE
  }

  /** Numbers that the definitions need before the constants of an enum are there. */
  private static final class Sizes {
    static final int MIB = 1024 * 1024;
    static final int MAX_ENTRIES = 10_000;
  }

  /**
   * One row of the table.
   *
   * @param type the type in the notation of the editor file
   * @param min the least whole number, or the least time in milliseconds
   * @param max the greatest whole number, or the highest ceiling
   * @param usual the default as text; null if there is none, or none that is always the same
   * @param shownUsual the default as the documentation shows it
   * @param documentation one line of Markdown
   */
  private record Definition(
      String path,
      Kind kind,
      String type,
      int min,
      int max,
      String usual,
      String shownUsual,
      String documentation) {
    Definition says(String text) {
      return new Definition(path, kind, type, min, max, usual, shownUsual, text);
    }

    Definition usually(String text) {
      return new Definition(path, kind, type, min, max, usual, text, documentation);
    }

    Definition typed(String text) {
      return new Definition(path, kind, text, min, max, usual, shownUsual, documentation);
    }

    /** For a time; in milliseconds. */
    Definition atLeast(String time) {
      int least = (int) Timeout.of(time).toMillis();
      return new Definition(path, kind, type, least, max, usual, shownUsual, documentation);
    }
  }

  private static Definition time(String path, String usual) {
    String value = usual == null ? "0" : usual;
    String shown = usual == null ? "none" : "`\"" + usual + "\"`";
    return new Definition(path, Kind.TIME, "websocket.Timeout", 0, 0, value, shown, "");
  }

  private static Definition whole(String path, int min, int max, Integer usual) {
    return new Definition(path, Kind.WHOLE, "integer", min, max, "" + usual, "" + usual, "");
  }

  private static Definition flag(String path) {
    return new Definition(path, Kind.FLAG, "boolean", 0, 1, "false", "`false`", "");
  }

  private static Definition list(String path, String type) {
    return new Definition(path, Kind.LIST, type, 0, Sizes.MAX_ENTRIES, null, "none", "");
  }

  private static Definition text(String path) {
    return new Definition(path, Kind.TEXT, "string", 0, 0, null, "none", "");
  }

  private static Definition table(String path, String type) {
    return new Definition(path, Kind.TABLE, type, 0, 0, null, "none", "");
  }

  /** The option of that path; empty if there is none. */
  static Optional<ConnectOption> find(String path) {
    return Arrays.stream(values()).filter(option -> option.path().equals(path)).findFirst();
  }

  /** The name with that of the table it stands in, such as {@code tls.ca}. */
  String path() {
    return definition.path();
  }

  /** The name within its table. */
  String key() {
    return path().substring(path().lastIndexOf('.') + 1);
  }

  Kind kind() {
    return definition.kind();
  }

  String type() {
    return definition.type();
  }

  int min() {
    return definition.min();
  }

  int max() {
    return definition.max();
  }

  /** The default of an option of the kind TIME. */
  Duration usualTime() {
    return Timeout.of(definition.usual());
  }

  /** The default of an option of the kind WHOLE that always has the same. */
  int usualNumber() {
    return Integer.parseInt(definition.usual());
  }

  String shownUsual() {
    return definition.shownUsual();
  }

  String documentation() {
    return definition.documentation();
  }
}
