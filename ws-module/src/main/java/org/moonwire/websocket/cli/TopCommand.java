package org.moonwire.websocket.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.SocketTimeoutException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code moonwire.jar top}: what scripts and connections of another JVM do. */
@Command(
    name = "top",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    sortOptions = false,
    description =
        "Shows what the engines and connections in a running JVM of yours do, again every second.",
    footer = {"", "jps lists JVMs. Ctrl-C ends it, and so does the end of the JVM."})
final class TopCommand implements Callable<Integer> {
  private static final String CLEAR = "\033[H\033[J";

  @Parameters(paramLabel = "PID", description = "The number of its process.")
  private String pid;

  @Option(names = "--once", description = "Show one table, of a second, and end.")
  private boolean once;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    if (!pid.matches("[0-9]{1,18}")) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "`" + pid + "` is no number of a process; jps lists those of JVMs");
    }
    try {
      check(Long.parseLong(pid));
      try (RemoteBeans beans = RemoteBeans.of(pid)) {
        // Ctrl-C ends this JVM, and the other one is to be left as it was.
        Runtime.getRuntime().addShutdownHook(new Thread(beans::close, "moonwire-top-end"));
        return tryToShow(beans);
      }
    } catch (IOException e) {
      return failed(e.getMessage());
    }
  }

  /** Says what is wrong where the JDK would say it at length, or not at all. */
  private static void check(long pid) throws IOException {
    if (ModuleLayer.boot().findModule("jdk.attach").isEmpty()) {
      throw new IOException("this java cannot look into others; take that of a JDK");
    }
    Optional<ProcessHandle> process = ProcessHandle.of(pid);
    if (process.isEmpty()) {
      throw new IOException("there is no process " + pid);
    }
    if (!RemoteBeans.isPossible(Long.toString(pid))) {
      Optional<String> owner = process.get().info().user();
      Optional<String> us = ProcessHandle.current().info().user();
      throw new IOException(
          owner.isEmpty() || owner.equals(us)
              ? "process " + pid + " is no JVM that can be looked into"
              : "process " + pid + " is `" + owner.get() + "`'s, not yours");
    }
  }

  /** Says what is wrong before the beans are closed: that takes a while if nobody answers. */
  private int tryToShow(RemoteBeans beans) throws InterruptedException {
    try {
      return show(beans);
    } catch (IOException e) {
      return failed(e.getMessage());
    }
  }

  private int show(RemoteBeans beans) throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    boolean repaint = !once && Prompt.isTerminal();
    Map<String, Long> before = read(beans);
    if (before.isEmpty()) {
      return failed(
          "process "
              + pid
              + " has no Moonwire on its class path, and no beans of it (see the"
              + " manual, What one sees while it runs)");
    }
    long since = System.nanoTime();
    do {
      TimeUnit.SECONDS.sleep(1);
      Map<String, Long> now = read(beans);
      long moment = System.nanoTime();
      String table = new TopTable(before, now, (moment - since) / 1e9).text();
      out.print(repaint ? CLEAR + table : table);
      before = now;
      since = moment;
    } while (!once && !out.checkError());
    return out.checkError() ? Main.BROKEN_PIPE : Main.OK;
  }

  private Map<String, Long> read(RemoteBeans beans) throws IOException {
    try {
      return beans.read();
    } catch (IOException e) {
      if (isTimeout(e)) {
        throw new IOException("process " + pid + " does not answer; is it stopped?", e);
      }
      throw new IOException("process " + pid + " has ended", e);
    }
  }

  private static boolean isTimeout(Throwable failure) {
    Throwable cause = failure;
    while (cause != null && !(cause instanceof SocketTimeoutException)) {
      cause = cause.getCause();
    }
    return cause != null;
  }

  private int failed(String why) {
    spec.commandLine().getErr().println("moonwire top: " + why);
    return Main.FAILED;
  }
}
