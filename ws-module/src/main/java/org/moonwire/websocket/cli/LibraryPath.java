package org.moonwire.websocket.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.moonwire.engine.LuaEngineBuilder;

/**
 * Where {@code require} looks for the files of a script on the command line: in the script's
 * folder, or the current one if it comes from elsewhere; then where {@code --path} names; then in
 * the environment's path.
 */
record LibraryPath(Path folder, List<String> named, String environment) {
  /** The first that is set counts (Lua manual 5.2, section 6.3, {@code package.path}). */
  private static final List<String> VARIABLES = List.of("LUA_PATH_5_2", "LUA_PATH");

  static LibraryPath of(Script script, List<String> named, Map<String, String> environment) {
    return new LibraryPath(
        folder(script),
        named,
        VARIABLES.stream()
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
