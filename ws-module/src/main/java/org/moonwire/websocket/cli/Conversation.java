package org.moonwire.websocket.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.function.BiConsumer;
import javax.script.ScriptEngine;
import javax.script.ScriptException;
import org.moonwire.engine.LuaEngine;
import org.moonwire.engine.LuaFunction;
import org.moonwire.engine.LuaScriptException;

/** Reads Lua from a prompt and runs it, line after line, as {@code lua -i} does. */
final class Conversation {
  private static final String PROGRAM = "conversation.lua";

  private final LuaFunction step;
  private final BiConsumer<String, String> report;

  Conversation(LuaEngine engine, BiConsumer<String, String> report)
      throws IOException, ScriptException {
    engine.put(ScriptEngine.FILENAME, "moonwire");
    this.step = (LuaFunction) engine.eval(program());
    this.report = report;
  }

  private static String program() throws IOException {
    try (InputStream in = Conversation.class.getResourceAsStream(PROGRAM)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  /** Goes on until the input ends. */
  void with(Prompt prompt) throws IOException {
    String typed = "";
    while (true) {
      Prompt.Line line = prompt.read(typed.isEmpty() ? "> " : ">> ");
      if (line.kind() == Prompt.Kind.END) {
        return;
      }
      typed = line.kind() == Prompt.Kind.DROPPED ? "" : run(prompt, join(typed, line.text()));
    }
  }

  private static String join(String typed, String line) {
    return typed.isEmpty() ? line : typed + "\n" + line;
  }

  /** Returns what has to be continued, which is nothing once it ran or failed. */
  private String run(Prompt prompt, String text) {
    try {
      List<Object> outcome = prompt.interruptible(() -> step.callMulti(text));
      if (outcome.isEmpty()) {
        return "";
      }
      if (outcome.get(0).equals("more")) {
        return text;
      }
      report.accept(String.valueOf(outcome.get(1)), "");
    } catch (LuaScriptException e) {
      report.accept(e.getMessage(), e.luaStack());
    } catch (ScriptException e) {
      report.accept(e.getMessage(), "");
    }
    return "";
  }
}
