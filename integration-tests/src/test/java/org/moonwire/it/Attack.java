package org.moonwire.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a hostile server does, read from a file, and what must come of it: {@code lua} is what the
 * script sees, {@code server} what the server sees.
 *
 * @param over {@code ws}, {@code wss}, or {@code tcp} for a server without TLS that is dialled with
 *     it
 */
record Attack(
    String name,
    String lua,
    String server,
    String options,
    List<String> over,
    boolean deaf,
    List<String> steps) {

  /** Reads all attacks of a folder and its folders, in the order of their names. */
  static List<Attack> all(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Attack> attacks = new ArrayList<>();
      for (Path file : files.filter(path -> path.toString().endsWith(".txt")).sorted().toList()) {
        attacks.add(read(folder.relativize(file).toString(), Files.readAllLines(file)));
      }
      return attacks;
    }
  }

  static Attack read(String name, List<String> lines) {
    int end = lines.indexOf("--");
    Map<String, String> facts = new HashMap<>();
    for (String line : lines.subList(0, end)) {
      if (!line.startsWith("#")) {
        int colon = line.indexOf(':');
        facts.put(line.substring(0, colon), line.substring(colon + 1).strip());
      }
    }
    return new Attack(
        name.replaceFirst("\\.txt$", ""),
        facts.get("lua"),
        facts.get("server"),
        facts.getOrDefault("options", "{}"),
        List.of(facts.getOrDefault("over", "ws wss").split(" ")),
        facts.containsKey("deaf"),
        List.copyOf(lines.subList(end + 1, lines.size())));
  }

  @Override
  public String toString() {
    return name;
  }
}
