package org.moonwire.websocket.cli;

import java.io.File;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** This program as a shell starts it. */
final class Self {
  private static final Pattern PLAIN = Pattern.compile("[\\w./:=@%+,-]+");

  private Self() {}

  /** The words of the command, as far as they come before a script and its arguments. */
  static String command() {
    String java = ProcessHandle.current().info().command().orElse("java");
    String path = System.getProperty("java.class.path", "");
    boolean isJar = path.endsWith(".jar") && !path.contains(File.pathSeparator);
    List<String> program =
        isJar ? List.of("-jar", path) : List.of("-cp", path, Main.class.getName());
    return Stream.concat(Stream.of(java), program.stream())
        .map(Self::quoted)
        .collect(Collectors.joining(" "));
  }

  private static String quoted(String word) {
    return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
