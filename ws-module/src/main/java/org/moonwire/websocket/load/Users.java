package org.moonwire.websocket.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import javax.script.ScriptEngine;
import javax.script.ScriptException;
import org.moonwire.engine.LuaEngine;
import org.moonwire.engine.LuaFunction;

/** The users of a load test that live in one engine, each a task there. Owns the engine. */
final class Users implements AutoCloseable {
  private final LuaEngine engine;
  private final LoadScript script;
  private final LuaFunction settings;
  private final LuaFunction run;

  Users(LuaEngine engine, LoadScript script) throws IOException, ScriptException {
    this.engine = engine;
    this.script = script;
    engine.put(ScriptEngine.FILENAME, "moonwire");
    Map<?, ?> program = (Map<?, ?>) engine.eval(program());
    this.settings = (LuaFunction) program.get("settings");
    this.run = (LuaFunction) program.get("run");
  }

  private static String program() throws IOException {
    try (InputStream in = Users.class.getResourceAsStream("users.lua")) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  /** Runs the script once, for what it gives to {@code loadtest.options}. */
  Map<?, ?> settings() throws ScriptException {
    return (Map<?, ?>) settings.call(script.source(), script.name(), script.arguments());
  }

  /**
   * Runs the users with the numbers {@code first}, {@code first + step} and so on up to {@code
   * last}, and returns when the last of them has ended.
   *
   * @param delay the nanoseconds between the beginnings of two users of the test
   */
  void run(int first, int step, int last, double delay) throws ScriptException {
    Object unused =
        run.call(first, step, last, delay, script.source(), script.name(), script.arguments());
  }

  @Override
  public void close() {
    engine.close();
  }
}
