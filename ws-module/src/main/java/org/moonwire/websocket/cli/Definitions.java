package org.moonwire.websocket.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.stream.Stream;
import org.moonwire.engine.LuaEngine;
import org.moonwire.websocket.WebSocketModule;

/**
 * The definition files for editors: one for each module, and one for what scripts have as globals
 * beyond Lua's own. They are resources beside the code of engine and modules.
 */
final class Definitions {
  private static final String GLOBALS = "globals";

  private Definitions() {}

  /** The names of all, which are those of the modules but for one. */
  static List<String> names() {
    return Stream.concat(Stream.of(GLOBALS), TypedLua.MODULES.stream()).toList();
  }

  /** Where {@code require} would find a module of that name in a folder. */
  static String path(String name) {
    return name.replace('.', '/') + ".lua";
  }

  /** The text of one of {@link #names}. */
  static byte[] read(String name) throws IOException {
    String resource = "meta/" + path(name);
    for (Class<?> owner : List.of(LuaEngine.class, WebSocketModule.class)) {
      try (InputStream in = owner.getResourceAsStream(resource)) {
        if (in != null) {
          return in.readAllBytes();
        }
      }
    }
    throw new IOException("the definitions of `" + name + "` are not in this jar");
  }
}
