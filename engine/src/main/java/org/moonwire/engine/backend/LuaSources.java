package org.moonwire.engine.backend;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Where the Lua libraries come from that a host offers to {@code require}. Thread-safe. */
@FunctionalInterface
public interface LuaSources {
  /** Names that are safe to become a path: words with dots between them. */
  Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");

  /**
   * The source of a library; null if there is none of that name.
   *
   * @throws IOException if there is one that cannot be read
   */
  byte[] find(String name) throws IOException;

  /** The files {@code a/b.lua} of a folder, for {@code require("a.b")}. */
  static LuaSources folder(Path folder) {
    return name -> {
      if (!NAME.matcher(name).matches()) {
        return null;
      }
      Path file = folder.resolve(path(name));
      return Files.isRegularFile(file) ? Files.readAllBytes(file) : null;
    };
  }

  /** The resources {@code prefix/a/b.lua} of a class loader, for {@code require("a.b")}. */
  static LuaSources classPath(ClassLoader loader, String prefix) {
    return name -> {
      if (!NAME.matcher(name).matches()) {
        return null;
      }
      try (InputStream in = loader.getResourceAsStream(prefix + "/" + path(name))) {
        return in == null ? null : in.readAllBytes();
      }
    };
  }

  private static String path(String name) {
    return name.replace('.', '/') + ".lua";
  }
}
