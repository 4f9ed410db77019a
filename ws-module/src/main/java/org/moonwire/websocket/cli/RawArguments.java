package org.moonwire.websocket.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * The arguments of the process as they were typed. The JVM decodes them by the locale, and in the
 * locale {@code C} nothing is left of what is not ASCII; on Linux the bytes can be read again.
 */
final class RawArguments {
  private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");
  private static final char LOST = '\ufffd';

  private RawArguments() {}

  /** The arguments, decoded as UTF-8 where the JVM could not decode them. */
  static String[] of(String[] decoded) {
    boolean lost = Arrays.stream(decoded).anyMatch(RawArguments::isDoubtful);
    if (!lost || System.getProperty("sun.jnu.encoding", "").equalsIgnoreCase("UTF-8")) {
      return decoded;
    }
    try {
      String all = new String(Files.readAllBytes(COMMAND_LINE), UTF_8);
      return last(List.of(all.split("\0", -1)), decoded);
    } catch (IOException e) {
      return decoded;
    }
  }

  private static boolean isDoubtful(String argument) {
    return argument.chars().anyMatch(c -> c > 127);
  }

  /** The last words of the command line, if they agree with what was decoded. */
  static String[] last(List<String> words, String[] decoded) {
    // An end behind each word makes an empty one at the end.
    int from = words.size() - 1 - decoded.length;
    if (from < 0) {
      return decoded;
    }
    String[] raw = words.subList(from, words.size() - 1).toArray(String[]::new);
    for (int i = 0; i < raw.length; i++) {
      boolean same = raw[i].equals(decoded[i]);
      if (!same && (!isDoubtful(decoded[i]) || raw[i].indexOf(LOST) >= 0)) {
        return decoded;
      }
    }
    return raw;
  }
}
