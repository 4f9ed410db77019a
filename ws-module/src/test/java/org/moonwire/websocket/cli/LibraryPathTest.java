package org.moonwire.websocket.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The environment's path is that of the language level before that of all levels, as PUC Lua's. */
class LibraryPathTest {
  private static final Map<String, String> ALL =
      Map.of("LUA_PATH_5_2", "two", "LUA_PATH_5_4", "four", "LUA_PATH", "both");

  @ParameterizedTest
  @CsvSource({
    ", LUA_PATH_5_2 LUA_PATH_5_4 LUA_PATH, two",
    "5.2, LUA_PATH_5_2 LUA_PATH_5_4 LUA_PATH, two",
    "5.4, LUA_PATH_5_2 LUA_PATH_5_4 LUA_PATH, four",
    "5.4, LUA_PATH_5_2 LUA_PATH, both",
    "5.2, LUA_PATH_5_4 LUA_PATH, both",
    "5.4, LUA_PATH_5_2, ''",
    "5.4, '', ''",
  })
  void theFirstVariableOfTheLevelCounts(String level, String set, String expected) {
    Map<String, String> environment = new HashMap<>(ALL);
    environment.keySet().retainAll(List.of(set.split(" ")));
    Script script = new Script(List.of(), null, List.of());
    LibraryPath path = LibraryPath.of(script, List.of(), level, environment);
    assertEquals(expected, path.environment());
  }
}
