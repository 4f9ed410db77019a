package org.moonwire.engine.backend;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
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

  /** Where it looks for a library, for the message that there is none. */
  default List<String> places(String name) {
    return List.of();
  }

  /** The files {@code a/b.lua} and {@code a/b/init.lua} of a folder, for {@code require("a.b")}. */
  static LuaSources folder(Path folder) {
    return LuaFiles.in(folder.toString());
  }

  /** The files of a path as {@code LUA_PATH} has it: {@code ./?.lua;/opt/lua/?.lua}. */
  static LuaSources path(String templates) {
    return LuaFiles.of(templates);
  }

  /** The resources {@code prefix/a/b.lua} of a class loader, for {@code require("a.b")}. */
  static LuaSources classPath(ClassLoader loader, String prefix) {
    return name -> {
      if (!NAME.matcher(name).matches()) {
        return null;
      }
      String path = prefix + "/" + name.replace('.', '/') + ".lua";
      try (InputStream in = loader.getResourceAsStream(path)) {
        return in == null ? null : in.readAllBytes();
      }
    };
  }
}
