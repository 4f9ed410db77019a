package org.moonwire.engine.access;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The table {@code doors.txt}: which types, classes and members lead out of the sandbox, and why.
 * Immutable.
 */
final class Doors {
  /** The kinds of rows. */
  enum Kind {
    TYPE,
    CLASS,
    MEMBER
  }

  /** One row; {@code members} is empty but for members. */
  record Door(Kind kind, List<String> members, String reason) {
    boolean has(String member) {
      return members.contains(member) || members.contains("*");
    }
  }

  private static final String BELOW = ".**";
  private static final String INSIDE = ".*";
  private static final Doors TABLE = read();

  /** By the name of a type, or of a package with what follows it. */
  private final Map<String, List<Door>> rows = new HashMap<>();

  private Doors() {}

  private static Doors read() {
    try (InputStream in = Doors.class.getResourceAsStream("doors.txt")) {
      if (in == null) {
        throw new IllegalStateException("doors.txt is missing from the jar of the engine");
      }
      Doors doors = new Doors();
      new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .forEach(doors::add);
      return doors;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void add(String line) {
    int bar = line.indexOf('|');
    String[] words = line.substring(0, bar).strip().split(" +", -1);
    Kind kind = Kind.valueOf(words[0].toUpperCase(java.util.Locale.ROOT));
    List<String> members = kind == Kind.MEMBER ? Arrays.asList(words[2].split(",")) : List.of();
    rows.computeIfAbsent(words[1], name -> new ArrayList<>())
        .add(new Door(kind, members, line.substring(bar + 1).strip()));
  }

  /** The rows about a type by its own name or package, not by those of its supertypes. */
  static List<Door> of(Class<?> type) {
    List<Door> found = new ArrayList<>();
    collect(type.getName(), found);
    String folder = type.getPackageName();
    collect(folder + INSIDE, found);
    for (int end = folder.length(); end > 0; end = folder.lastIndexOf('.', end - 1)) {
      collect(folder.substring(0, end) + BELOW, found);
    }
    return found;
  }

  private static void collect(String name, List<Door> into) {
    into.addAll(TABLE.rows.getOrDefault(name, List.of()));
  }
}
