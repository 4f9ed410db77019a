package org.moonwire.websocket;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import org.moonwire.policy.WebSocketUrl;
import org.moonwire.websocket.net.Way.Destination;

/**
 * A URL such as {@code ws+unix:///run/app.sock:/path?query}: a Unix domain socket, and what is
 * asked for there.
 *
 * @param socket absolute, symbolic links resolved
 * @param http the URL that the request is written from; its host is {@code localhost}
 */
record UnixUrl(Path socket, WebSocketUrl http) {
  private static final String SCHEME = "ws+unix:";
  private static final int MAX_LINKS = 40;

  /** True if a URL wants to lead to a Unix domain socket. */
  static boolean isOne(String written) {
    return written.toLowerCase(Locale.ROOT).startsWith(SCHEME);
  }

  /**
   * Reads a URL. The path of the socket ends at the first colon; nothing in it is decoded.
   *
   * @throws IllegalArgumentException if it is none; the message says why
   */
  static UnixUrl parse(String written) {
    String rest = written.substring(SCHEME.length());
    String place = rest.startsWith("//") ? rest.substring(2) : rest;
    int colon = place.indexOf(':');
    String file = colon < 0 ? place : place.substring(0, colon);
    String target = colon < 0 ? "/" : place.substring(colon + 1);
    if (!file.startsWith("/") || file.endsWith("/")) {
      throw new IllegalArgumentException(
          "write `ws+unix:///path/of.sock:/path/of/request`, the socket's path from the root");
    }
    if (!target.startsWith("/")) {
      throw new IllegalArgumentException("what follows the socket's path and `:` begins with `/`");
    }
    WebSocketUrl http = WebSocketUrl.parse("ws://localhost" + target);
    try {
      return new UnixUrl(resolved(Path.of(file).toAbsolutePath().normalize()), http);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("`" + file + "` is no path", e);
    }
  }

  /**
   * What opening the path would open, through links that lead nowhere yet as well; the path itself
   * where that cannot be known, which nobody can open either.
   */
  private static Path resolved(Path path) {
    try {
      return followed(path);
    } catch (IOException e) {
      return path;
    }
  }

  private static Path followed(Path path) throws IOException {
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

  Destination.UnixSocket destination() {
    return new Destination.UnixSocket(socket);
  }
}
