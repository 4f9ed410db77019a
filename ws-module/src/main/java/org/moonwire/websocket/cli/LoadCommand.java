package org.moonwire.websocket.cli;

import java.io.FileDescriptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.moonwire.engine.LuaEngineBuilder;
import org.moonwire.policy.PolicyLoadException;
import org.moonwire.websocket.load.BadPlanException;
import org.moonwire.websocket.load.LoadScreen;
import org.moonwire.websocket.load.LoadScript;
import org.moonwire.websocket.load.LoadTest;
import org.moonwire.websocket.load.LoadWishes;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code moonwire.jar load}: many users of one script at the same time. */
@Command(
    name = "load",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    sortOptions = false,
    description =
        "Runs the iteration of a script for many users again and again, and measures. Scripts use"
            + " require(\"websocket.loadtest\").",
    footer = {
      "",
      "What the script gives to loadtest.options counts where the command line does not say. Ctrl-C"
          + " ends the test early, with its summary.",
      "",
      "Exit codes: 0 all went well; 1 the script is wrong, or no iteration ended well; 2 wrong usage;"
          + " 99 a threshold does not hold; 130 interrupted."
    })
final class LoadCommand implements Callable<Integer> {
  /** How long an interrupted test may take for its farewell and its summary. */
  private static final long CLOSE_TIMEOUT_SECONDS = 10;

  @Parameters(
      index = "0",
      paramLabel = "SCRIPT",
      description = "The Lua file; what follows goes to the script.")
  private String file;

  @Parameters(index = "1..*", paramLabel = "ARGUMENT", hidden = true)
  private final List<String> arguments = new ArrayList<>();

  @Option(
      names = {"-u", "--vus"},
      paramLabel = "N",
      description = "How many users at a time; 1 if left out.")
  private Integer vus;

  @Option(
      names = {"-d", "--duration"},
      paramLabel = "DURATION",
      description = "Let iterations begin for so long, such as 30s or 1m30s.")
  private String duration;

  @Option(
      names = {"-i", "--iterations"},
      paramLabel = "N",
      description = "How many of all users together; one each without this and a duration.")
  private Long iterations;

  @Option(
      names = "--ramp-up",
      paramLabel = "DURATION",
      description = "Spread the beginnings of the users over this time.")
  private String rampUp;

  @Option(
      names = {"-t", "--threshold"},
      paramLabel = "'NAME FIGURE < VALUE'",
      description =
          "Exit with 99 unless it holds: 'echo p95 < 50ms', 'echo failed < 1%%', 'checks rate >"
              + " 0.99'; again for more. Figures: avg, min, med, max, p90..., count, rate, failed.")
  private final List<String> thresholds = new ArrayList<>();

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      description =
          "Write the summary to FILE.json, or all samples to FILE.jtl, as JMeter does; again for"
              + " more.")
  private final List<Path> out = new ArrayList<>();

  @Option(
      names = "--lua",
      paramLabel = "LEVEL",
      description = "The level of the language, 5.2 or 5.4.")
  private String language;

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description = "Allow only what the policies in this YAML file grant.")
  private String policy;

  @Option(
      names = "--grant",
      paramLabel = "NAME",
      split = ",",
      description = "Let the script use these parts of Lua: io, os.getenv, package...")
  private final List<String> grants = new ArrayList<>();

  @Option(
      names = "--env",
      paramLabel = "NAME[=VALUE]",
      description = "Let the module env read this variable, of the process or with a value.")
  private final List<String> variables = new ArrayList<>();

  @Option(
      names = "--path",
      paramLabel = "FOLDER",
      description = "Where require finds Lua files, beside the script's own folder.")
  private final List<String> path = new ArrayList<>();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    List<String> words = new ArrayList<>(List.of(file));
    words.addAll(arguments);
    Script script = Script.of(List.of(), words);
    CountDownLatch over = new CountDownLatch(1);
    Thread running = Thread.currentThread();
    Thread onInterrupt = new Thread(() -> end(running, over), "moonwire-interrupt");
    Runtime.getRuntime().addShutdownHook(onInterrupt);
    LineWriter screenOut = LineWriter.of(FileDescriptor.out, running::interrupt);
    try {
      LuaEngineBuilder builder = settings(script).builder();
      LoadScreen screen =
          new LoadScreen(screenOut, LineWriter.of(FileDescriptor.err), Prompt.isTerminal());
      LoadScript loaded = new LoadScript(script.name(), script.read(), arguments);
      LoadTest test = new LoadTest(loaded, screen, module -> builder.module(module)::build);
      return test.run(new LoadWishes(vus, duration, iterations, rampUp, thresholds), out);
    } catch (BadPlanException | BadSettingException | PolicyLoadException e) {
      throw new CommandLine.ParameterException(spec.commandLine(), e.getMessage(), e);
    } catch (IOException e) {
      spec.commandLine().getErr().println("moonwire load: " + e.getMessage());
      return Main.FAILED;
    } catch (UncheckedIOException e) {
      return screenOut.isBroken() ? Main.BROKEN_PIPE : Main.FAILED;
    } finally {
      over.countDown();
      ScriptRun.remove(onInterrupt);
    }
  }

  private Settings settings(Script script) {
    return new Settings(
        language,
        policy,
        false,
        false,
        null,
        null,
        grants,
        null,
        variables,
        null,
        LibraryPath.of(script, path, language, System.getenv()));
  }

  private static void end(Thread running, CountDownLatch over) {
    running.interrupt();
    try {
      boolean unused = over.await(CLOSE_TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
