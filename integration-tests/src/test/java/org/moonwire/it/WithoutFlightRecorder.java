package org.moonwire.it;

import org.moonwire.engine.LuaEngine;

/** Talks to a server in a JVM that has only the modules that we need. */
final class WithoutFlightRecorder {
  private WithoutFlightRecorder() {}

  /** Prints what the server sends back. */
  public static void main(String[] args) throws Exception {
    try (LuaEngine engine = LuaEngine.builder().build()) {
      engine.put("url", args[0]);
      engine.eval(
          "local c = assert(require('websocket').connect(url)) c:send('hello')"
              + " print(c:channel():receive().data, c:close())");
    }
  }
}
