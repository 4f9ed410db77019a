package org.moonwire.websocket.cookie;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.moonwire.policy.WebSocketUrl;

/**
 * Keeps cookies and says which of them a server gets (RFC 6265). Why not the JDK's {@code
 * java.net.CookieManager}: it has no bounds, knows neither prefixes nor which domains are public,
 * and takes secure cookies from plain servers. Safe to use from any thread.
 */
public final class CookieJar {
  /** RFC 6265, section 6.1 asks for 50 at least. */
  private static final int MAX_PER_HOST = 50;

  private static final int MAX_COOKIES = 1000;

  /** The most bytes that a request is sent; servers take heads of 8 KiB. */
  private static final int MAX_SENT = 4096;

  /** Of the objects that a cookie is made of, without its texts. */
  private static final int COOKIE_BYTES = 160;

  /** What was kept and not told of yet, in bytes. Guarded by this. */
  private long growth;

  private final InstantSource clock;

  /** In the order in which they were first set. Guarded by this. */
  private final List<Cookie> cookies = new ArrayList<>();

  /** Makes an empty jar. */
  public CookieJar() {
    this(Instant::now);
  }

  CookieJar(InstantSource clock) {
    this.clock = clock;
  }

  /** Keeps what a server sets, as far as it may; {@code headers} are values of Set-Cookie. */
  public synchronized void store(WebSocketUrl from, List<String> headers) {
    Instant now = clock.instant();
    for (String header : headers) {
      String text = new String(header.getBytes(ISO_8859_1), UTF_8);
      SetCookie.read(from, text, now).ifPresent(cookie -> put(cookie, from, now));
    }
  }

  /** About how many bytes were kept since the last call. */
  public synchronized long takeGrowth() {
    long result = growth;
    growth = 0;
    return result;
  }

  private void put(Cookie cookie, WebSocketUrl from, Instant now) {
    if (!from.secure() && cookies.stream().anyMatch(old -> old.secure() && overlays(cookie, old))) {
      return;
    }
    growth += bytes(cookie);
    cookies.removeIf(old -> old.isExpired(now));
    int place = 0;
    while (place < cookies.size() && !cookies.get(place).isSameAs(cookie)) {
      place++;
    }
    if (place < cookies.size()) {
      cookies.set(place, cookie);
    } else {
      cookies.add(cookie);
    }
    cookies.removeIf(old -> old.isExpired(now));
    bound(cookie.domain());
  }

  /** A plain server must not replace a cookie that is for TLS only. */
  private static boolean overlays(Cookie cookie, Cookie old) {
    return cookie.name().equals(old.name())
        && (SetCookie.isWithin(cookie.domain(), old.domain())
            || SetCookie.isWithin(old.domain(), cookie.domain()));
  }

  /** The oldest make room. */
  private void bound(String domain) {
    long ofDomain = cookies.stream().filter(one -> one.domain().equals(domain)).count();
    if (ofDomain > MAX_PER_HOST) {
      cookies.remove(
          cookies.stream().filter(one -> one.domain().equals(domain)).findFirst().orElseThrow());
    }
    if (cookies.size() > MAX_COOKIES) {
      cookies.remove(0);
    }
  }

  /** Returns what a request to that URL carries, {@code name=value} each, longest paths first. */
  public synchronized List<String> pairs(WebSocketUrl url) {
    Instant now = clock.instant();
    cookies.removeIf(old -> old.isExpired(now));
    List<String> pairs = new ArrayList<>();
    int length = 0;
    List<Cookie> wanted = new ArrayList<>(cookies);
    wanted.removeIf(cookie -> !cookie.belongsTo(url.host(), url.path(), url.secure()));
    wanted.sort(Comparator.comparing(cookie -> -cookie.path().length()));
    for (Cookie cookie : wanted) {
      String pair = cookie.pair();
      length += pair.length() + 2;
      if (length > MAX_SENT) {
        break;
      }
      pairs.add(pair);
    }
    return pairs;
  }

  /** All that are kept, in the order in which they were first set. */
  public synchronized List<Cookie> all() {
    Instant now = clock.instant();
    cookies.removeIf(old -> old.isExpired(now));
    return List.copyOf(cookies);
  }

  /** Forgets all. */
  public synchronized void clear() {
    cookies.clear();
  }

  /** About how much memory the cookies take, in bytes. */
  public synchronized long heldBytes() {
    return cookies.stream().mapToLong(CookieJar::bytes).sum();
  }

  private static long bytes(Cookie one) {
    long texts = (long) one.name().length() + one.value().length();
    return COOKIE_BYTES + texts + one.domain().length() + one.path().length();
  }
}
