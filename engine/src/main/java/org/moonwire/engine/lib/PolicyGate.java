package org.moonwire.engine.lib;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
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

  private static Path resolved(Path path) throws IOException {
    if (Files.exists(path)) {
      return path.toRealPath();
    }
    Path folder = path.getParent();
    return folder != null && Files.exists(folder)
        ? folder.toRealPath().resolve(path.getFileName())
        : path;
  }
}
