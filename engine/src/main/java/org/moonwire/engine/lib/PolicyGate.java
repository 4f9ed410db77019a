package org.moonwire.engine.lib;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Map;
import org.moonwire.engine.core.Task;

/**
 * Asks the policies about each use of what the host has granted: {@code file.read} and {@code
 * file.write} of a path, {@code process.run} of a command, {@code env.read} of a variable. Without
 * policies everything granted is allowed.
 */
final class PolicyGate {
  static final String READ = "file.read";
  static final String WRITE = "file.write";
  static final String RUN = "process.run";
  static final String ENVIRONMENT = "env.read";

  /** As many links as Linux follows. */
  private static final int MAX_LINKS = 40;

  private static final SecureRandom RANDOM = new SecureRandom();

  private static final FileAttribute<?>[] OWNER_ONLY =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
          ? new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
          }
          : new FileAttribute<?>[0];

  private PolicyGate() {}

  static boolean may(String action, String resource) {
    Task task = Task.current();
    return task == null || task.rights().isAllowed(action, resource, Map.of());
  }

  /**
   * The file that {@code name} means, which is also the one that is opened: absolute, symbolic
   * links resolved.
   *
   * @throws AccessDeniedException if the policies do not allow the action on it
   */
  static Path path(String name, String... actions) throws IOException {
    Path path = resolved(Path.of(name).toAbsolutePath().normalize());
    for (String action : actions) {
      if (!may(action, path.toString())) {
        throw new AccessDeniedException(name);
      }
    }
    return path;
  }

  /** What opening the path would open or make, through links that lead nowhere yet as well. */
  static Path resolved(Path path) throws IOException {
    Path next = path;
    for (int links = 0; links <= MAX_LINKS; links++) {
      if (Files.exists(next)) {
        return next.toRealPath();
      }
      Path folder = next.getParent();
      if (folder == null || !Files.exists(folder)) {
        return next;
      }
      next = folder.toRealPath().resolve(next.getFileName());
      if (!Files.isSymbolicLink(next)) {
        return next;
      }
      next = next.resolveSibling(Files.readSymbolicLink(next)).normalize();
    }
    throw new FileSystemLoopException(path.toString());
  }

  /**
   * Makes sure that a path is still where it was when it was asked for: that no folder on the way
   * to it has become a link meanwhile.
   *
   * @throws AccessDeniedException if it is not
   */
  static void recheck(Path real) throws IOException {
    Path folder = real.getParent();
    if (folder != null && !folder.toRealPath().equals(folder)) {
      throw new AccessDeniedException(real.toString());
    }
  }

  /** A new file for a while, in the folder for those; asks for {@code file.write} of its path. */
  static Path temporary(String... actions) throws IOException {
    Path folder = Path.of(System.getProperty("java.io.tmpdir")).toRealPath();
    Path file = folder.resolve("lua_" + Long.toHexString(RANDOM.nextLong()));
    for (String action : actions) {
      if (!may(action, file.toString())) {
        throw new AccessDeniedException(file.toString());
      }
    }
    return Files.createFile(file, OWNER_ONLY);
  }
}
