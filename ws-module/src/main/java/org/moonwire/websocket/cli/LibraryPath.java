package org.moonwire.websocket.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.moonwire.engine.LuaEngineBuilder;

/**
 * Where {@code require} looks for the files of a script on the command line: in the script's
 * folder, or the current one if it comes from elsewhere; then where {@code --path} names; then in
 * the environment's path.
 */
record LibraryPath(Path folder, List<String> named, String environment) {
  /**
   * The first variable that is set counts, that of the language level or the one of all levels (Lua
   * manual 5.2 and 5.4, section 6.3, {@code package.path}). The level is null if nothing was said.
   */
  static LibraryPath of(
      Script script, List<String> named, String level, Map<String, String> environment) {
    String effective = level == null ? System.getProperty("moonwire.language", "5.2") : level;
    return new LibraryPath(
        folder(script),
        named,
        Stream.of("LUA_PATH_" + effective.replace('.', '_'), "LUA_PATH")
            .map(variable -> environment.getOrDefault(variable, ""))
            .filter(value -> !value.isEmpty())
            .findFirst()
            .orElse(""));
  }

  private static Path folder(Script script) {
    Path parent =
        script.path() == null || script.path().equals(Script.STANDARD_INPUT)
            ? null
            : Path.of(script.path()).getParent();
    return parent == null ? Path.of(".") : parent;
  }

  void offerTo(LuaEngineBuilder builder) {
    builder.libraries(folder);
    named.forEach(builder::libraryPath);
    builder.libraryPath(environment);
  }
}
