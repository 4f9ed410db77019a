package org.moonwire.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.Stream;

/** Tables of test data: a row per line, fields separated by tabs, {@code #} begins a comment. */
public final class TestData {
  private TestData() {}

  public static Stream<String[]> rows(String resource) {
    return text(resource)
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(line -> line.split("\t", -1));
  }

  static String text(String resource) {
    try (var in = TestData.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
