package org.moonwire.policy;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Spells the path of a URL in one way (RFC 3986, 3.3 and 5.2.4), or refuses it. */
final class UrlPath {
  private static final String PUNCTUATION = "-._~!$&'()*+,;=:@/?%";
  private static final Pattern BAD_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");
  private static final Pattern ENCODED_DOT = Pattern.compile("%2[eE]");
  private static final Pattern SEPARATOR = Pattern.compile("%2[fF]|%5[cC]|;|%3[bB]");

  private UrlPath() {}

  static String canonicalPath(String path) {
    return path.isEmpty() ? "/" : removeDotSegments(encode(path));
  }

  /** Spells the path and query of a pattern; one with dot segments fits no canonical URL. */
  static String pattern(String target) {
    if (target.isEmpty()) {
      return "/";
    }
    String encoded = encode(target);
    int question = encoded.indexOf('?');
    String path = question < 0 ? encoded : encoded.substring(0, question);
    if (!path.isEmpty() && !removeDotSegments(path).equals(path)) {
      throw new IllegalArgumentException("no URL has `.` or `..` as a part of its path");
    }
    return question == 0 ? "/" + encoded : encoded;
  }

  /** Percent-encodes what is outside ASCII and refuses ASCII characters that no URI may contain. */
  static String encode(String text) {
    if (isPlain(text)) {
      return text;
    }
    if (BAD_ESCAPE.matcher(text).find()) {
      throw new IllegalArgumentException("a `%` is not followed by two hex digits, write `%25`");
    }
    StringBuilder out = new StringBuilder();
    for (byte b : utf8(text)) {
      char c = (char) (b & 0xff);
      if (c >= 0x80) {
        out.append(String.format(Locale.ROOT, "%%%02X", (int) c));
      } else if (isAllowed(c)) {
        out.append(c);
      } else {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT, "the character `%c` must be written as `%%%02X`", c, (int) c));
      }
    }
    return out.toString();
  }

  /** Most URLs need no encoding, and a decision should not cost more than its policies. */
  private static boolean isPlain(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x80 || c == '%' || !isAllowed(c)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isAllowed(char c) {
    return Character.isLetterOrDigit(c) || PUNCTUATION.indexOf(c) >= 0;
  }

  private static byte[] utf8(String text) {
    try {
      ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      byte[] copy = new byte[bytes.remaining()];
      bytes.get(copy);
      return copy;
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("half of a surrogate pair is not allowed", e);
    }
  }

  private static String removeDotSegments(String path) {
    if (path.indexOf('.') < 0 && path.indexOf('%') < 0) {
      return path;
    }
    List<String> kept = new ArrayList<>();
    String[] segments = path.substring(1).split("/", -1);
    for (int i = 0; i < segments.length; i++) {
      String plain = ENCODED_DOT.matcher(segments[i]).replaceAll(".");
      refuseHiddenDots(plain, segments[i]);
      boolean last = i == segments.length - 1;
      if (plain.equals("..") && !kept.isEmpty()) {
        kept.remove(kept.size() - 1);
      }
      if (!isDots(plain)) {
        kept.add(segments[i]);
      } else if (last) {
        kept.add("");
      }
    }
    return "/" + String.join("/", kept);
  }

  /**
   * Some servers decode slashes or cut parameters before they resolve dots: {@code ..%2f}, {@code
   * ..;x}.
   */
  private static void refuseHiddenDots(String plain, String segment) {
    if (!SEPARATOR.matcher(plain).find()) {
      return;
    }
    for (String part : SEPARATOR.split(plain, -1)) {
      if (isDots(part)) {
        throw new IllegalArgumentException(
            "the path segment `" + segment + "` means different paths to different servers");
      }
    }
  }

  static boolean isDots(String segment) {
    return segment.equals(".") || segment.equals("..");
  }
}
