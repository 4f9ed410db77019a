package org.moonwire.websocket.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.concurrent.TimeUnit;
import javax.script.ScriptContext;
import javax.script.ScriptEngine;
import javax.script.ScriptEngineManager;
import javax.script.ScriptException;

/** Runs one script on an engine of its own and reports its failure as {@code lua} does. */
final class ScriptRun {
  /** How long an interrupted script may take to say goodbye to its peers. */
  private static final long FAREWELL_SECONDS = 4;

  private final Writer out;
  private final Writer err;

  ScriptRun(Writer out, Writer err) {
    this.out = out;
    this.err = err;
  }

  /** Returns the exit code. When this returns, the engine and all its connections are closed. */
  int execute(Script script, Settings settings) {
    settings.apply(System.getProperties());
    Thread onInterrupt = new Thread(interrupter(Thread.currentThread()), "moonwire-interrupt");
    Runtime.getRuntime().addShutdownHook(onInterrupt);
    try {
      run(script);
      return Main.OK;
    } catch (ScriptException e) {
      report(e.getMessage(), "");
      return Main.FAILED;
    } catch (Exception e) {
      report(e.getMessage() == null ? e.toString() : e.getMessage(), "");
      return Main.FAILED;
    } finally {
      flush();
      remove(onInterrupt);
    }
  }

  private void run(Script script) throws Exception {
    String source = script.read();
    ScriptEngine engine = new ScriptEngineManager().getEngineByName("moonwire");
    if (engine == null) {
      throw new IllegalStateException("the jar is damaged: it has no Lua engine");
    }
    try {
      ScriptContext context = engine.getContext();
      context.setWriter(out);
      context.setErrorWriter(err);
      context.setAttribute(ScriptEngine.FILENAME, script.name(), ScriptContext.ENGINE_SCOPE);
      String[] arguments = script.arguments().toArray(String[]::new);
      context.setAttribute(ScriptEngine.ARGV, arguments, ScriptContext.ENGINE_SCOPE);
      engine.eval(source);
    } finally {
      ((AutoCloseable) engine).close();
    }
  }

  /**
   * On Ctrl-C the script is interrupted, its connections are closed, and the JVM exits with 130.
   */
  private static Runnable interrupter(Thread running) {
    return () -> {
      running.interrupt();
      try {
        running.join(TimeUnit.SECONDS.toMillis(FAREWELL_SECONDS));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    };
  }

  private static void remove(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is going down already; the hook is waiting for this thread to end.
      return;
    }
  }

  private void report(String message, String stack) {
    try {
      out.flush();
      err.write("lua: " + message + "\n" + (stack.isEmpty() ? "" : stack.stripTrailing() + "\n"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void flush() {
    try {
      out.flush();
      err.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
