package org.moonwire.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AccessFileTest {
  @Test
  void everythingInAFileIsGranted(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("access.yaml");
    Files.writeString(
        file,
        """
        version: "1.0"
        lua: [os.getenv]
        classes: [java.time.LocalDate]
        packages: [java.time.format]
        members:
          java.lang.Math: [max, min]
        """);
    assertEquals(
        List.of(
            "os.getenv",
            "class:java.time.LocalDate",
            "package:java.time.format",
            "member:java.lang.Math.max",
            "member:java.lang.Math.min"),
        AccessFile.load(file).grants());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "class: [java.time.LocalDate] | unknown key `class`",
        "classes: | `classes` has no value",
        "classes: java.time.LocalDate | `classes` must be a list of names",
        "classes: [1] | expected a name",
        "members: [java.lang.Math] | `members` must be a map",
        "members: {java.lang.Math: max} | must be a list of names",
        "[a] | an access file must be a map"
      })
  void aSlipIsAnError(String yaml, String message) {
    PolicyLoadException e =
        assertThrows(PolicyLoadException.class, () -> AccessFile.parse("access.yaml", yaml));
    assertTrue(e.getMessage().contains(message), e.getMessage());
  }
}
