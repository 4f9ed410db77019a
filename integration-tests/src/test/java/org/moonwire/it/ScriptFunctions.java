package org.moonwire.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The functions and methods that scripts may call, by the definitions for editors. */
public final class ScriptFunctions {
  private static final List<String> META =
      List.of(
          "engine/src/main/resources/org/moonwire/engine/meta",
          "ws-module/src/main/resources/org/moonwire/websocket/meta");

  private static final Pattern FUNCTION = Pattern.compile("(?m)^function ([\\w.:]+)\\(");

  private ScriptFunctions() {}

  /** Returns the text of all definitions below the top of the repository. */
  static String definitions(Path home) throws IOException {
    StringBuilder all = new StringBuilder();
    for (String folder : META) {
      try (Stream<Path> files = Files.walk(home.resolve(folder))) {
        for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
          all.append(Files.readString(file)).append('\n');
        }
      }
    }
    return all.toString();
  }

  /** Returns their names, {@code time.sleep} or {@code Client:send}, each once. */
  public static List<String> names(Path home) throws IOException {
    return FUNCTION
        .matcher(definitions(home))
        .results()
        .map(found -> found.group(1))
        .distinct()
        .toList();
  }

  /** The page of {@code Client:send} tells of {@code client:send(} or any other {@code :send(}. */
  public static boolean isTold(String function, String text) {
    int at = Math.max(function.lastIndexOf('.'), function.lastIndexOf(':'));
    String name = function.substring(at + 1);
    if (at < 0) {
      return text.contains("`" + name + "`") || text.contains(name + "(");
    }
    return function.charAt(at) == ':'
        ? Pattern.compile("[:` ]" + name + "\\(").matcher(text).find()
        : text.contains(function + "(")
            || text.contains(function.replaceFirst("\\.(\\w+)$", ":$1("))
            || text.contains("`" + name + "`");
  }
}
