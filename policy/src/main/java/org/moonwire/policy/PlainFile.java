package org.moonwire.policy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;

/**
 * Reads files of bounded size. A pipe or a device would keep whoever reads it waiting, so nothing
 * but a plain file is opened, or a link that leads to one.
 */
final class PlainFile {
  /** Four bytes are the most that UTF-8 takes for a character. */
  static final int MAX_BYTES = 4 * YamlReader.MAX_LENGTH;

  private PlainFile() {}

  /**
   * Reads a file, also one that grows meanwhile.
   *
   * @throws PolicyLoadException if it cannot be read, is too large, or is no plain file
   */
  static byte[] read(Path file) {
    try {
      requirePlain(file);
      try (InputStream in = Files.newInputStream(file)) {
        byte[] bytes = in.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES) {
          throw tooLarge(file);
        }
        return bytes;
      }
    } catch (NoSuchFileException e) {
      throw unreadable(file, "there is no such file", e);
    } catch (IOException e) {
      throw unreadable(file, "the file cannot be read: " + e.getMessage(), e);
    }
  }

  private static void requirePlain(Path file) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    if (attributes.isDirectory()) {
      throw unreadable(file, "the file cannot be read: it is a folder", null);
    }
    if (!attributes.isRegularFile()) {
      throw unreadable(file, "the file cannot be read: it is a pipe or a device", null);
    }
    if (attributes.size() > MAX_BYTES) {
      throw tooLarge(file);
    }
  }

  /**
   * Returns the content as text.
   *
   * @throws PolicyLoadException if it is not valid UTF-8
   */
  static String text(Path file, byte[] content) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
    } catch (CharacterCodingException e) {
      throw unreadable(file, "the file is not valid UTF-8", e);
    }
  }

  private static PolicyLoadException tooLarge(Path file) {
    return unreadable(file, "the file is larger than a policy file may be", null);
  }

  private static PolicyLoadException unreadable(Path file, String message, Throwable cause) {
    return new PolicyLoadException(List.of(new Problem(file.toString(), 0, 0, message, "")), cause);
  }
}
