package org.moonwire.engine.time;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Reads the tables beside the tests: one case per line, columns separated by {@code |}. */
final class Tables {
  private Tables() {}

  static Stream<Arguments> rows(String name) {
    try (var in = Tables.class.getResourceAsStream(name)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return text.lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> Arguments.of((Object[]) line.split(" \\| ", -1)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
