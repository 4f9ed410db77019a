package org.moonwire.websocket.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * The Lua code to run, not read yet.
 *
 * @param name how error messages call it
 * @param chunk the code itself, null if it is to be read
 * @param path the file, {@code -} for standard input
 * @param arguments what the script gets as {@code ...} and {@code arg}
 */
record Script(String name, String chunk, String path, List<String> arguments) {
  static final Script NONE = new Script("stdin", "", null, List.of());

  private static final byte[] BYTE_ORDER_MARK = "\ufeff".getBytes(UTF_8);

  static Script of(String chunk, List<String> words) {
    if (chunk != null) {
      return new Script("(command line)", chunk, null, List.copyOf(words));
    }
    String path = words.get(0);
    String name = path.equals("-") ? "stdin" : path;
    return new Script(name, null, path, List.copyOf(words.subList(1, words.size())));
  }

  /** Returns the code, in any encoding; a first line that begins with {@code #} is in it. */
  byte[] read() throws IOException {
    if (chunk != null) {
      return chunk.getBytes(UTF_8);
    }
    byte[] bytes = path.equals("-") ? System.in.readAllBytes() : readFile();
    int start = BYTE_ORDER_MARK.length;
    boolean marked =
        bytes.length >= start
            && Arrays.equals(bytes, 0, start, BYTE_ORDER_MARK, 0, BYTE_ORDER_MARK.length);
    return marked ? Arrays.copyOfRange(bytes, start, bytes.length) : bytes;
  }

  private byte[] readFile() throws IOException {
    try {
      return Files.readAllBytes(Path.of(path));
    } catch (NoSuchFileException e) {
      throw new IOException("cannot open `" + path + "`: no such file", e);
    } catch (IOException e) {
      throw new IOException("cannot read `" + path + "`: " + e.getMessage(), e);
    }
  }
}
