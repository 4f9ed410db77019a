package org.moonwire.websocket.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.script.ScriptEngine;
import javax.script.ScriptException;
import org.moonwire.engine.LuaEngine;
import org.moonwire.engine.LuaFunction;

/** What the prompt does in Lua, in the engine of its scripts. Main thread only. */
final class TypedLua {
  /** Names that {@code require} knows, each with a definition file; sorted. */
  static final List<String> MODULES =
      List.of(
          "base64",
          "channel",
          "compress",
          "crypto",
          "env",
          "errors",
          "hash",
          "http_client",
          "java",
          "json",
          "logger",
          "security",
          "struct",
          "time",
          "url",
          "uuid",
          "websocket",
          "websocket.graphql",
          "websocket.loadtest",
          "websocket.mqtt",
          "websocket.queue",
          "websocket.reconnect",
          "websocket.rpc",
          "websocket.socketio",
          "websocket.stomp");

  private static final long COMPLETION_MILLIS = 500;

  private final LuaEngine engine;
  private final LuaFunction run;
  private final LuaFunction complete;

  /** How a chunk ended. */
  enum End {
    DONE,
    FAILED,
    QUIT,
    HELP
  }

  /**
   * What became of a chunk.
   *
   * @param message the error with its traceback, empty without one
   */
  record Outcome(End end, String message) {}

  TypedLua(LuaEngine engine, boolean coloured) throws IOException, ScriptException {
    engine.put(ScriptEngine.FILENAME, "moonwire");
    Object show = ((LuaFunction) engine.eval(program("show.lua"))).callMulti(coloured).get(0);
    List<Object> functions =
        ((LuaFunction) engine.eval(program("conversation.lua"))).callMulti(show);
    this.run = (LuaFunction) functions.get(0);
    this.complete = (LuaFunction) functions.get(1);
    this.engine = engine;
  }

  /** The source of one of the programs in Lua that belong to this room. */
  static String program(String name) throws IOException {
    try (InputStream in = TypedLua.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  /** Runs a chunk and prints the values of an expression. */
  Outcome run(String text, String chunkName) throws ScriptException {
    List<Object> outcome = run.callMulti(text, chunkName);
    if (outcome.isEmpty()) {
      // The script has left with code 0.
      return new Outcome(End.QUIT, "");
    }
    return switch (outcome.get(0).toString()) {
      case "done" -> new Outcome(End.DONE, "");
      case "quit" -> new Outcome(End.QUIT, "");
      case "help" -> new Outcome(End.HELP, "");
      default -> new Outcome(End.FAILED, String.valueOf(outcome.get(1)));
    };
  }

  /** Runs a file; its globals stay. */
  Outcome run(byte[] source, String name) throws ScriptException {
    engine.put(ScriptEngine.FILENAME, name);
    engine.eval(ByteReader.of(source));
    return new Outcome(End.DONE, "");
  }

  /** Whether a chunk is the beginning of something longer. Runs nothing and waits for nobody. */
  boolean isUnfinished(String text) {
    String chunk = text.startsWith("=") ? "return " + text.substring(1) : text;
    return endsEarly(chunk) || endsEarly("return " + chunk);
  }

  /** What compiles is complete; what does not is reported as statements, not as an expression. */
  private boolean endsEarly(String chunk) {
    try {
      engine.compile(chunk);
      return false;
    } catch (ScriptException e) {
      // A string in quotes would have to end on its own line.
      String message = e.getMessage();
      return message.endsWith("<eof>") && !message.endsWith("unfinished string near <eof>");
    }
  }

  /**
   * The words that begin like this one, sorted; none if a task does not let go of the variables in
   * time. On a thread of its own: such a task may be waiting for the line editor to print.
   */
  List<String> completions(String word) {
    FutureTask<List<Object>> asked = new FutureTask<>(() -> complete.callMulti(word, MODULES));
    Thread asking = new Thread(asked, "moonwire-completion");
    asking.setDaemon(true);
    asking.start();
    try {
      Object found = asked.get(COMPLETION_MILLIS, TimeUnit.MILLISECONDS).get(0);
      return found.toString().lines().toList();
    } catch (ExecutionException | TimeoutException e) {
      return List.of();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    } finally {
      asked.cancel(true);
    }
  }
}
