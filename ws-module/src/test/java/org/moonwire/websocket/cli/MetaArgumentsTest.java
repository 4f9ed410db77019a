package org.moonwire.websocket.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MetaArgumentsTest {
  @Test
  void numbersAndTruthValuesKeepTheirType() throws BadSettingException {
    assertEquals(
        Map.of("n", 3L, "d", -0.5, "b", true, "id", "007", "v", "1.2.3", "e", "", "q", "a=b"),
        MetaArguments.parse(
            List.of("n=3", "d=-0.5", "b=true", "id=007", "v=1.2.3", "e=", "q=a=b")));
  }

  @Test
  void dotsMakeMaps() throws BadSettingException {
    assertEquals(
        Map.of("owner", Map.of("id", "ana", "team", Map.of("n", 1L))),
        MetaArguments.parse(List.of("owner.id=ana", "owner.team.n=1")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "=x", "k=1 k=2", "k=1 k.a=2", "k.a=1 k=2"})
  void whatCannotBeMeantIsRefused(String words) {
    List<String> list = List.of(words.split(" ", -1));
    assertThrows(BadSettingException.class, () -> MetaArguments.parse(list));
  }
}
