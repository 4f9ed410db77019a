package org.moonwire.websocket.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * The Lua code to run, not read yet.
 *
 * @param steps what is run first, in the order of the command line
 * @param path the file, {@code -} for standard input, null for none
 * @param arguments what the script gets as {@code ...} and {@code arg}
 */
record Script(List<Step> steps, String path, List<String> arguments) {
  static final String STANDARD_INPUT = "-";

  private static final byte[] BYTE_ORDER_MARK = "\ufeff".getBytes(UTF_8);

  /** Something that options ask for. */
  sealed interface Step {}

  /** {@code -e}: a chunk. */
  record CodeStep(String code) implements Step {}

  /** {@code -l}: a module, which becomes a global of its name. */
  record ModuleStep(String name) implements Step {}

  static Script of(List<Step> steps, List<String> words) {
    boolean file = !words.isEmpty();
    return new Script(
        List.copyOf(steps),
        file ? words.get(0) : null,
        file ? List.copyOf(words.subList(1, words.size())) : List.of());
  }

  /** Whether there is anything to be run. */
  boolean isEmpty() {
    return steps.isEmpty() && path == null;
  }

  /** How error messages call the file. */
  String name() {
    return STANDARD_INPUT.equals(path) ? "stdin" : path;
  }

  /**
   * Returns the code of the file, in any encoding; a first line that begins with {@code #} is in
   * it.
   */
  byte[] read() throws IOException {
    byte[] bytes = STANDARD_INPUT.equals(path) ? System.in.readAllBytes() : readFile();
    int start = BYTE_ORDER_MARK.length;
    boolean marked =
        bytes.length >= start
            && Arrays.equals(bytes, 0, start, BYTE_ORDER_MARK, 0, BYTE_ORDER_MARK.length);
    return marked ? Arrays.copyOfRange(bytes, start, bytes.length) : bytes;
  }

  private byte[] readFile() throws IOException {
    try {
      return Files.readAllBytes(Path.of(path));
    } catch (InvalidPathException e) {
      throw new IOException(
          "cannot open `" + path + "`: no file can have this name in the present locale", e);
    } catch (NoSuchFileException e) {
      throw new IOException("cannot open `" + path + "`: no such file", e);
    } catch (IOException e) {
      throw new IOException("cannot read `" + path + "`: " + e.getMessage(), e);
    }
  }
}
