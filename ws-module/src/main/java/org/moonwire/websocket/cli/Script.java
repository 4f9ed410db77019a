package org.moonwire.websocket.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
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

  static Script of(String chunk, List<String> words) {
    if (chunk != null) {
      return new Script("(command line)", chunk, null, List.copyOf(words));
    }
    String path = words.get(0);
    String name = path.equals("-") ? "stdin" : path;
    return new Script(name, null, path, List.copyOf(words.subList(1, words.size())));
  }

  /** Returns the code. A first line that begins with {@code #} is left out, its number stays. */
  String read() throws IOException {
    if (chunk != null) {
      return chunk;
    }
    String text = decode(path.equals("-") ? System.in.readAllBytes() : readFile());
    String source = text.startsWith("\ufeff") ? text.substring(1) : text;
    if (!source.startsWith("#")) {
      return source;
    }
    int end = source.indexOf('\n');
    return end < 0 ? "" : source.substring(end);
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

  private String decode(byte[] bytes) throws IOException {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new IOException("`" + name + "` is not UTF-8; write other bytes as \\ddd", e);
    }
  }
}
