package org.moonwire.websocket;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.moonwire.engine.time.GoDuration;
import org.moonwire.websocket.cookie.CookieJar;
import org.moonwire.websocket.net.DialRequest.Header;

/**
 * Reads options out of a table and collects what is wrong with them: each reader returns a harmless
 * value where it found a mistake, and {@link #finish()} throws if there was any.
 */
final class OptionReader {
  private static final Pattern SERVER_NAME =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?");

  /** How long a list may be, of headers too: servers take a hundred, or as many as fit 64 KiB. */
  private static final int MAX_ITEMS = 1000;

  private static final int MAX_PROBLEMS = 100;

  private final Map<Object, Object> unread = new LinkedHashMap<>();
  private final TreeSet<String> known = new TreeSet<>();
  private final List<String> problems;
  private final OptionLimits ceilings;

  /** What stands before the names of the options of a nested table. */
  private final String prefix;

  OptionReader(Map<?, ?> table, OptionLimits ceilings) {
    this(table, ceilings, new ArrayList<>(), "");
  }

  private OptionReader(
      Map<?, ?> table, OptionLimits ceilings, List<String> problems, String prefix) {
    unread.putAll(table);
    this.ceilings = ceilings;
    this.problems = problems;
    this.prefix = prefix;
  }

  /**
   * Returns a reader for the table under {@code option}, null if there is none. Its mistakes are
   * this one's; {@link #finishTable} is to be called last.
   */
  OptionReader table(ConnectOption definition) {
    String option = definition.key();
    Object value = take(option);
    if (value == null) {
      return null;
    } else if (!(value instanceof Map<?, ?> nested)) {
      wrong(option, "a table", value);
      return null;
    } else {
      return new OptionReader(nested, ceilings, problems, prefix + option + ".");
    }
  }

  /** True if the option is given and was not read yet. */
  boolean has(ConnectOption definition) {
    return unread.containsKey(definition.key());
  }

  /** As {@link #has(ConnectOption)}, for what is no option of a connection. */
  boolean has(String option) {
    return unread.containsKey(option);
  }

  private Object take(String option) {
    known.add(option);
    return unread.remove(option);
  }

  /** Any value, for what is no option of a connection; null if absent. */
  Object any(String option) {
    return take(option);
  }

  private void wrong(String option, String wanted, Object value) {
    problem(option, "must be " + wanted + ", not " + Described.of(value));
  }

  /** Reports a mistake; {@code what} continues the name of the option. */
  void problem(ConnectOption option, String what) {
    problem(option.key(), what);
  }

  /** As {@link #problem(ConnectOption, String)}, for what is no option of a connection. */
  void problem(String option, String what) {
    if (problems.size() < MAX_PROBLEMS) {
      problems.add(prefix + option + " " + what);
    }
  }

  private boolean exceeds(String option, int number, int most, Object value) {
    int ceiling = ceilings.count(prefix + option, most);
    if (number > ceiling) {
      problems.add(OptionLimits.exceeded(prefix + option, ceiling, Described.of(value)));
    }
    return number > ceiling;
  }

  private boolean tooMany(String option, int size) {
    if (size > MAX_ITEMS) {
      problems.add(prefix + option + " has `" + size + "` entries, more than " + MAX_ITEMS);
    }
    return size > MAX_ITEMS;
  }

  /** A whole number within the option's range. */
  int whole(ConnectOption definition) {
    return whole(definition, definition.usualNumber());
  }

  /** As {@link #whole(ConnectOption)}, with a default that depends on other options. */
  int whole(ConnectOption definition, int otherwise) {
    String option = definition.key();
    int min = definition.min();
    int max = definition.max();
    Object value = take(option);
    int usual = Math.min(otherwise, ceilings.count(prefix + option, max));
    if (value == null) {
      return usual;
    }
    double number = value instanceof Number given ? given.doubleValue() : Double.NaN;
    if (number >= min && number <= max && number == Math.rint(number)) {
      return exceeds(option, (int) number, max, value) ? usual : (int) number;
    }
    wrong(option, "a whole number from " + min + " to " + max, value);
    return usual;
  }

  /** A whole number, for what is no option of a connection. */
  int number(String option, int min, int max, int usual) {
    Object value = take(option);
    double number = value instanceof Number given ? given.doubleValue() : Double.NaN;
    if (number >= min && number <= max && number == Math.rint(number)) {
      return (int) number;
    }
    if (value != null) {
      wrong(option, "a whole number from " + min + " to " + max, value);
    }
    return usual;
  }

  /** True or false, for what is no option of a connection; absent is false. */
  boolean flag(String option) {
    Object value = take(option);
    if (value != null && !(value instanceof Boolean)) {
      wrong(option, "true or false", value);
    }
    return Boolean.TRUE.equals(value);
  }

  /** A timeout: milliseconds, a text such as {@code 1m30s}, or a Duration. */
  Duration timeout(ConnectOption definition) {
    return timeout(definition.key(), definition.usualTime());
  }

  private Duration timeout(String option, Duration otherwise) {
    Object value = take(option);
    Duration usual = ceilings.orLess(prefix + option, otherwise);
    if (value == null) {
      return usual;
    }
    try {
      Duration wanted = Timeout.of(value);
      if (ceilings.allows(prefix + option, wanted)) {
        return wanted;
      }
      problems.add(ceilings.exceeded(prefix + option, value));
    } catch (IllegalArgumentException e) {
      problem(option, e.getMessage());
    }
    return usual;
  }

  /** As {@link #timeout}, but it must be more than zero. */
  Duration span(ConnectOption definition) {
    Duration span = span(definition.key(), definition.usualTime());
    Duration least = Duration.ofMillis(definition.min());
    if (!span.isZero() && span.compareTo(least) < 0) {
      problem(
          definition,
          "must be `"
              + GoDuration.ofNanos((double) least.toNanos())
              + "` at least, not `"
              + GoDuration.ofNanos((double) span.toNanos())
              + "`");
    }
    return span;
  }

  /** As {@link #span(ConnectOption)}, for what is no option of a connection. */
  Duration span(String option, Duration otherwise) {
    Duration span = timeout(option, otherwise);
    if (span != null && span.isZero()) {
      problem(option, "must be more than 0");
    }
    return span;
  }

  /** True or false; absent is false. */
  boolean flag(ConnectOption definition) {
    String option = definition.key();
    Object value = take(option);
    if (value != null && !(value instanceof Boolean)) {
      wrong(option, "true or false", value);
    }
    boolean on = Boolean.TRUE.equals(value);
    return on && !exceeds(option, 1, 1, true);
  }

  /** A string, null if absent. */
  String text(ConnectOption definition) {
    String option = definition.key();
    Object value = take(option);
    if (value != null && !(value instanceof String)) {
      wrong(option, "a string", value);
    }
    return value instanceof String text ? text : null;
  }

  /** PEM text, given as such or under a name that {@code files} knows; null if absent. */
  String pem(ConnectOption definition, CertificateResolver files) {
    String option = definition.key();
    String text = text(definition);
    if (text == null || text.contains("-----BEGIN ")) {
      return text;
    }
    if (files == null) {
      problem(option, "must be PEM text; this host gives scripts no files");
      return null;
    }
    try {
      return files.resolve(text);
    } catch (IOException e) {
      problem(option, "cannot be had: " + e.getMessage());
      return null;
    }
  }

  /** A host name for TLS, null if absent. */
  String serverName(ConnectOption definition) {
    String option = definition.key();
    String name = text(definition);
    if (name == null || SERVER_NAME.matcher(name).matches()) {
      return name;
    }
    wrong(option, "a host name", name);
    return null;
  }

  /** A proxy, null if absent. */
  ProxyOption proxy(ConnectOption definition) {
    String option = definition.key();
    String text = text(definition);
    try {
      return text == null ? null : ProxyOption.parse(text);
    } catch (IllegalArgumentException e) {
      problem(option, e.getMessage());
      return null;
    }
  }

  /** A host and a port, null if absent. */
  ConnectTo connectTo(ConnectOption definition) {
    String text = text(definition);
    try {
      return text == null ? null : ConnectTo.parse(text);
    } catch (IllegalArgumentException e) {
      problem(definition.key(), e.getMessage());
      return null;
    }
  }

  /** A jar: {@code shared} for true, null if none is wanted. */
  CookieJar cookies(ConnectOption definition, CookieJar shared) {
    Object value = unread.get(definition.key());
    if (value instanceof JarObject jar) {
      take(definition.key());
      return jar.jar();
    }
    return flag(definition) ? shared : null;
  }

  /** A version of TLS as the JDK writes it, null if absent. */
  String tlsVersion(ConnectOption definition) {
    Object value = take(definition.key());
    String text = value instanceof Number ? HeaderRules.valueText(value) : null;
    String version = value instanceof String given ? given : text;
    if (value != null && !List.of("1.2", "1.3").contains("" + version)) {
      wrong(definition.key(), "`1.2` or `1.3`", value);
    }
    return version == null ? null : "TLSv" + version;
  }

  /** Names of cipher suites that this JVM uses. */
  List<String> ciphers(ConnectOption definition) {
    String option = definition.key();
    Object value = take(option);
    List<Object> items = value == null ? List.of() : list(option, value);
    List<String> names = new ArrayList<>();
    if (items == null || (value != null && items.isEmpty())) {
      wrong(option, "a list of names, at least one", value);
      return names;
    }
    for (Object item : items) {
      String problem = CipherNames.problem(item);
      if (problem == null) {
        names.add((String) item);
      } else {
        problems.add(prefix + option + " " + problem);
      }
    }
    return names;
  }

  Compression compression(ConnectOption definition) {
    String option = definition.key();
    Object value = take(option);
    if (value == null) {
      return Compression.DISABLED;
    }
    Compression mode = Compression.of(value).orElse(null);
    if (mode == null) {
      wrong(option, "0, 1, 2, `disabled`, `context_takeover` or `no_context_takeover`", value);
      return Compression.DISABLED;
    }
    exceeds(option, mode.number(), definition.max(), value);
    return mode;
  }

  /** Subprotocols: different tokens, the preferred one first. */
  List<String> protocols(ConnectOption definition) {
    String option = definition.key();
    Object value = take(option);
    List<String> names = new ArrayList<>();
    if (value == null) {
      return names;
    }
    List<Object> items = list(option, value);
    if (items == null) {
      wrong(option, "a list of strings", value);
      return names;
    }
    for (Object item : items) {
      if (!(item instanceof String name) || !HeaderRules.isToken(name)) {
        wrong(option, "a list of names without spaces and separators", item);
      } else if (names.contains(name)) {
        problems.add(option + " lists " + Described.of(name) + " twice");
      } else {
        names.add(name);
      }
    }
    exceeds(option, names.size(), definition.max(), names.size());
    return names;
  }

  /**
   * Request headers: name to value, or to a list of values.
   *
   * @param host whether {@code Host} may be among them
   */
  List<Header> headers(ConnectOption definition, boolean host) {
    String option = definition.key();
    Object value = take(option);
    List<Header> headers = new ArrayList<>();
    if (value == null) {
      return headers;
    }
    if (!(value instanceof Map<?, ?> table)) {
      wrong(option, "a table of names and values", value);
      return headers;
    }
    if (tooMany(option, table.size())) {
      return headers;
    }
    Set<String> names = new HashSet<>();
    for (Map.Entry<?, ?> entry : table.entrySet()) {
      String problem = HeaderRules.checkName(entry.getKey(), names, host);
      if (problem == null) {
        header(option, entry.getKey(), entry.getValue(), headers);
      } else {
        problems.add(option + ": " + problem);
      }
    }
    exceeds(option, headers.size(), definition.max(), headers.size());
    return headers;
  }

  private void header(String option, Object key, Object value, List<Header> headers) {
    List<Object> values =
        value instanceof Map || value instanceof List ? list(option, value) : List.of(value);
    if (values == null) {
      problems.add(
          option + ": the list of " + Described.of(key) + " has other keys than 1, 2, 3...");
      return;
    }
    if (((String) key).equalsIgnoreCase("Host")) {
      host(option, values, headers);
      return;
    }
    for (Object one : values) {
      String text = HeaderRules.valueText(one);
      if (text != null) {
        headers.add(new Header((String) key, text));
      } else if (one instanceof String) {
        problems.add(option + ": the value of " + Described.of(key) + " has control characters");
      } else {
        wrong(option + ": the value of " + Described.of(key), "a string or a number", one);
      }
    }
  }

  private void host(String option, List<Object> values, List<Header> headers) {
    String text = values.size() == 1 && values.get(0) instanceof String name ? name : "";
    try {
      headers.add(new Header("Host", ConnectTo.parse(text).text()));
    } catch (IllegalArgumentException e) {
      problems.add(option + ": the value of `Host` " + e.getMessage());
    }
  }

  /** The elements under 1, 2, 3 and so on; null if there is anything else in it. */
  private List<Object> list(String option, Object value) {
    if (value instanceof List<?> list) {
      return tooMany(option, list.size()) ? List.of() : new ArrayList<>(list);
    } else if (!(value instanceof Map)) {
      return null;
    }
    Map<?, ?> table = (Map<?, ?>) value;
    int size = table.size();
    List<Object> items = new ArrayList<>();
    if (tooMany(option, size)) {
      return items;
    }
    for (int i = 1; i <= size; i++) {
      Object item = table.get(i);
      if (item == null) {
        return null;
      }
      items.add(item);
    }
    return items;
  }

  /** To be called last: what was not read is not known. */
  void finish() throws BadOptionsException {
    finishTable();
    if (!problems.isEmpty()) {
      throw new BadOptionsException(problems);
    }
  }

  /** To be called last on the reader of a nested table. */
  void finishTable() {
    for (Object option : unread.keySet()) {
      if (problems.size() >= MAX_PROBLEMS) {
        return;
      }
      String name =
          option instanceof String text ? Described.of(prefix + text) : Described.of(option);
      problems.add("unknown option " + name + ", known are " + String.join(", ", known));
    }
  }
}
