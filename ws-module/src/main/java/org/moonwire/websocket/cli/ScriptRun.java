package org.moonwire.websocket.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.IOException;
import java.io.Writer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.script.ScriptContext;
import javax.script.ScriptEngine;
import javax.script.ScriptException;
import org.moonwire.engine.LuaEngine;
import org.moonwire.engine.LuaScriptException;
import org.moonwire.policy.PolicyLoadException;

/** Runs one script on an engine of its own and reports its failure as {@code lua} does. */
final class ScriptRun {
  /** How long an interrupted script may take to say goodbye to its peers. */
  private static final long CLOSE_TIMEOUT_SECONDS = 4;

  private static final String[] NO_ARGUMENTS = {};

  private final StandardInput in = new StandardInput(System.in);
  private final LineWriter out;
  private final LineWriter err;
  private final CountDownLatch over = new CountDownLatch(1);

  /** Scripts are run by the calling thread, and interrupted when nobody reads what they write. */
  ScriptRun() {
    Thread running = Thread.currentThread();
    this.out = LineWriter.of(FileDescriptor.out, running::interrupt);
    this.err = LineWriter.of(FileDescriptor.err, running::interrupt);
  }

  /**
   * Runs the script, then the prompt if one is wanted, and returns the exit code. When this
   * returns, the engine and all its connections are closed.
   */
  int execute(Script script, Settings settings, boolean prompt) {
    Thread onInterrupt = new Thread(interrupter(Thread.currentThread()), "moonwire-interrupt");
    Runtime.getRuntime().addShutdownHook(onInterrupt);
    try {
      return flushed(ran(script, settings, prompt));
    } finally {
      over.countDown();
      remove(onInterrupt);
    }
  }

  private int ran(Script script, Settings settings, boolean prompt) {
    try (LuaEngine engine = settings.engine(prompt)) {
      int code = ran(() -> run(script, engine));
      return prompt && !isUnread() ? ran(() -> converse(engine)) : code;
    } catch (BadSettingException | PolicyLoadException e) {
      report(e.getMessage(), "");
      return Main.USAGE;
    }
  }

  private interface Step {
    void run() throws IOException, ScriptException;
  }

  /** The exit code after this step: the script's own if it called {@code os.exit}. */
  private int ran(Step step) {
    try {
      step.run();
      return Main.OK;
    } catch (LuaScriptException e) {
      if (e.exitCode().isPresent()) {
        return e.exitCode().getAsInt();
      }
      report(e.getMessage(), e.luaStack());
    } catch (IOException | ScriptException e) {
      report(e.getMessage(), "");
    }
    return Main.FAILED;
  }

  private void run(Script script, LuaEngine engine) throws IOException, ScriptException {
    ScriptContext context = engine.getContext();
    context.setWriter(out);
    context.setErrorWriter(err);
    context.setReader(new ByteReader(in));
    context.setAttribute("moonwire.interpreter", Self.command(), ScriptContext.ENGINE_SCOPE);
    for (Script.Step step : script.steps()) {
      if (step instanceof Script.CodeStep chunk) {
        eval(engine, "(command line)", chunk.code().getBytes(UTF_8), NO_ARGUMENTS);
      } else if (step instanceof Script.ModuleStep module) {
        String[] name = {module.name()};
        byte[] code = "local name = ... _G[name] = require(name)".getBytes(UTF_8);
        eval(engine, "(command line)", code, name);
      }
    }
    if (script.path() != null) {
      eval(engine, script.name(), script.read(), script.arguments().toArray(String[]::new));
    }
  }

  private static void eval(LuaEngine engine, String name, byte[] code, String[] arguments)
      throws ScriptException {
    ScriptContext context = engine.getContext();
    context.setAttribute(ScriptEngine.FILENAME, name, ScriptContext.ENGINE_SCOPE);
    context.setAttribute(ScriptEngine.ARGV, arguments, ScriptContext.ENGINE_SCOPE);
    engine.eval(ByteReader.of(code));
  }

  private void converse(LuaEngine engine) throws IOException, ScriptException {
    out.flush();
    boolean terminal = Prompt.isTerminal();
    try (Prompt prompt =
        terminal ? new TerminalPrompt(System.getenv()) : new PipedPrompt(in, out, err)) {
      if (terminal) {
        prompt.say(
            "Moonwire, Lua 5.2, Java "
                + Runtime.version().feature()
                + ". :help helps, :quit ends.");
      }
      new Conversation(engine, prompt).run();
    }
  }

  /** On Ctrl-C the script is interrupted and its connections are closed before the JVM exits. */
  private Runnable interrupter(Thread running) {
    return () -> {
      running.interrupt();
      try {
        over.await(CLOSE_TIMEOUT_SECONDS, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    };
  }

  /** Takes a shutdown hook back, if it is not too late for that. */
  static void remove(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is going down already, because of the interrupt.
      return;
    }
  }

  private boolean isUnread() {
    return out.isBroken() || err.isBroken();
  }

  /** A program whose output nobody reads any more has nothing to say, as {@code yes | head}. */
  private void report(String message, String stack) {
    IOException unused = flush(out);
    if (isUnread()) {
      return;
    }
    try {
      err.write("lua: " + message + "\n" + (stack.isEmpty() ? "" : stack.stripTrailing() + "\n"));
      err.flush();
    } catch (IOException e) {
      // There is nobody left to tell; the exit code does.
      return;
    }
  }

  /** The exit code once everything is written, or another if it cannot be. */
  private int flushed(int code) {
    IOException lost = flush(out);
    IOException untold = flush(err);
    if (isUnread()) {
      return Main.BROKEN_PIPE;
    }
    if (lost != null) {
      report("cannot write the output: " + lost.getMessage(), "");
    }
    return code == Main.OK && (lost != null || untold != null) ? Main.FAILED : code;
  }

  /** Null if it succeeds. */
  private static IOException flush(Writer writer) {
    try {
      writer.flush();
      return null;
    } catch (IOException e) {
      return e;
    }
  }
}
