package org.moonwire.websocket.cli;

import java.io.IOException;
import java.io.Writer;
import java.util.Locale;
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

  private final Writer out;
  private final Writer err;
  private final CountDownLatch over = new CountDownLatch(1);

  ScriptRun(Writer out, Writer err) {
    this.out = out;
    this.err = err;
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
    try (LuaEngine engine = settings.engine()) {
      int code = ran(() -> run(script, engine));
      return prompt ? ran(() -> converse(engine)) : code;
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
    byte[] source = script.read();
    ScriptContext context = engine.getContext();
    context.setWriter(out);
    context.setErrorWriter(err);
    context.setReader(new ByteReader(System.in));
    context.setAttribute(ScriptEngine.FILENAME, script.name(), ScriptContext.ENGINE_SCOPE);
    String[] arguments = script.arguments().toArray(String[]::new);
    context.setAttribute(ScriptEngine.ARGV, arguments, ScriptContext.ENGINE_SCOPE);
    context.setAttribute("moonwire.interpreter", Self.command(), ScriptContext.ENGINE_SCOPE);
    engine.eval(ByteReader.of(source));
  }

  private void converse(LuaEngine engine) throws IOException, ScriptException {
    out.flush();
    try (Prompt prompt = Prompt.open(out)) {
      new Conversation(engine, this::report).with(prompt);
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

  private static void remove(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is going down already, because of the interrupt.
      return;
    }
  }

  /** A program whose output nobody reads any more has nothing to say, as {@code yes | head}. */
  private void report(String message, String stack) {
    if (isBrokenPipe(flush(out))) {
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
    if (isBrokenPipe(lost) || isBrokenPipe(untold)) {
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

  /** The JDK has no type for it: "Broken pipe" on POSIX, "The pipe is being closed" on Windows. */
  private static boolean isBrokenPipe(IOException e) {
    return e != null && String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("pipe");
  }
}
