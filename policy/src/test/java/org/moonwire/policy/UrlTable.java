package org.moonwire.policy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Reads the tables of {@code urls}: the left text as written, unescaped, and the right text. */
final class UrlTable {
  private static final Pattern ESCAPE = Pattern.compile("\\\\u([0-9a-f]{4})");

  private UrlTable() {}

  static Stream<Arguments> rows(String file) throws IOException {
    return Files.readAllLines(Path.of("src/test/resources/urls", file)).stream()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(line -> line.split(" => ", 2))
        .map(row -> Arguments.of(row[0], unescape(row[0]), row[1]));
  }

  private static String unescape(String text) {
    if (text.equals("<empty>")) {
      return "";
    }
    StringBuilder out = new StringBuilder();
    int last = 0;
    Matcher matcher = ESCAPE.matcher(text);
    while (matcher.find()) {
      out.append(text, last, matcher.start());
      out.append((char) Integer.parseInt(matcher.group(1), 16));
      last = matcher.end();
    }
    return out.append(text.substring(last)).toString();
  }
}
