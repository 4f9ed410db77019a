package org.moonwire.websocket.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/** Where the prompt remembers what was typed: {@code MOONWIRE_HISTORY}, else a file at home. */
final class HistoryFile {
  private HistoryFile() {}

  /**
   * The file, made readable for its owner only if it is new; null if none is wanted ({@code
   * MOONWIRE_HISTORY} is empty) or none can be had.
   */
  static Path prepare(Map<String, String> environment) {
    String wanted = environment.get("MOONWIRE_HISTORY");
    try {
      if (wanted == null) {
        return create(Path.of(System.getProperty("user.home"), ".moonwire_history"));
      }
      return wanted.isEmpty() ? null : create(Path.of(wanted));
    } catch (IOException | InvalidPathException e) {
      // A prompt without a memory is better than none.
      return null;
    }
  }

  private static Path create(Path file) throws IOException {
    boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    FileAttribute<?>[] rights =
        posix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
            }
            : new FileAttribute<?>[0];
    try {
      return Files.createFile(file, rights);
    } catch (FileAlreadyExistsException e) {
      return Files.isWritable(file) ? file : null;
    }
  }
}
