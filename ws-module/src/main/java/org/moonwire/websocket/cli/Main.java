package org.moonwire.websocket.cli;

import java.io.FileDescriptor;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * The main class of the executable jar: {@code java -jar moonwire.jar script.lua args...}, or
 * {@code policy} and one of its commands as first words. Exit codes: 0 all went well, 1 the script
 * failed, 2 wrong usage, 130 interrupted.
 */
@Command(
    name = "moonwire",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    sortOptions = false,
    description = "Runs a Lua script that may open WebSocket connections.",
    footer = {
      "",
      "Exit codes: 0 all went well, 1 the script failed, 2 wrong usage, 130 interrupted.",
      "",
      "moonwire policy check|explain|test: see moonwire policy --help. A script that is called",
      "policy is run as ./policy."
    })
public final class Main implements Runnable {
  static final int OK = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;

  /** What shells say of a program that SIGPIPE has ended: 128 and its number. */
  static final int BROKEN_PIPE = 141;

  private static final String POLICY = "policy";

  @Option(names = "-e", paramLabel = "CHUNK", description = "Run this Lua code instead of a file.")
  private String chunk;

  @Option(names = "-i", description = "Read lines from a prompt, after the script if there is one.")
  private boolean interactive;

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description = "Allow only what the policies in this YAML file grant.")
  private String policy;

  @Option(names = "--dry-run", description = "Deny nothing, log what would be denied.")
  private boolean dryRun;

  @Option(names = "--strict", description = "Deny whatever lacks an actor or a scope.")
  private boolean strict;

  @Option(names = "--actor", paramLabel = "ID", description = "On whose behalf the script runs.")
  private String actor;

  @Option(
      names = "--scope",
      paramLabel = "GROUP",
      description = "Use this group of policies instead of the whole file.")
  private String scope;

  @Option(
      names = "--grant",
      paramLabel = "NAME",
      split = ",",
      description = {
        "Let the script use these parts of Lua: io, os, os.getenv, dofile, package...",
        "or of Java: class:java.time.LocalDate, package:java.time, member:java.lang.Math.max"
      })
  private final List<String> grants = new ArrayList<>();

  @Option(
      names = "--access",
      paramLabel = "FILE",
      description = "Grant what this YAML file lists: lua, classes, packages, members.")
  private String access;

  @Option(
      names = "--path",
      paramLabel = "FOLDER",
      description = {
        "Where require finds Lua files, beside the script's own folder; several with ; or again.",
        "Also templates as in LUA_PATH, which is searched last: lib/?.lua"
      })
  private final List<String> path = new ArrayList<>();

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      description = "Stop the script after this time, such as 30s or 1m30s.")
  private String timeout;

  @Parameters(
      paramLabel = "SCRIPT",
      description = {
        "The Lua file, or - for standard input; what follows goes to the script.",
        "Without one, on a terminal: a prompt."
      })
  private final List<String> arguments = new ArrayList<>();

  // The log manager keeps no levels of loggers that nobody holds.
  private static final Logger DECISIONS = Logger.getLogger("org.moonwire.policy");

  private int exitCode;

  private Main() {}

  /** Runs the command and exits the JVM with its code. */
  public static void main(String[] args) {
    logInOneLine();
    System.exit(run(args));
  }

  /** The default of the JDK takes two lines and names the class instead of the logger. */
  private static void logInOneLine() {
    String property = "java.util.logging.SimpleFormatter.format";
    if (System.getProperty(property) == null) {
      System.setProperty(property, "%3$s: %5$s%6$s%n");
    }
  }

  /** Runs the command and returns its exit code. */
  static int run(String... args) {
    // A subcommand of picocli would also catch the word among the arguments of `-e CHUNK`.
    if (args.length > 0 && args[0].equals(POLICY)) {
      return line(new PolicyCommand())
          .setCommandName("moonwire policy")
          .execute(Arrays.copyOfRange(args, 1, args.length));
    }
    Main main = new Main();
    int code = line(main).setStopAtPositional(true).execute(args);
    return code == OK ? main.exitCode : code;
  }

  private static CommandLine line(Object command) {
    return new CommandLine(command)
        .setUnmatchedOptionsArePositionalParams(false)
        .setErr(new PrintWriter(LineWriter.of(FileDescriptor.err), true))
        .setOut(new PrintWriter(LineWriter.of(FileDescriptor.out), true));
  }

  @Override
  public void run() {
    boolean nothingToRun = chunk == null && arguments.isEmpty();
    if (nothingToRun && !interactive && !Prompt.isTerminal()) {
      throw new CommandLine.ParameterException(
          new CommandLine(this),
          "Missing SCRIPT: name a Lua file, - for standard input, or use -e or -i.");
    }
    if (!dryRun && System.getProperty("java.util.logging.config.file") == null) {
      // Standard error is the script's, and what was denied is in its own error already.
      DECISIONS.setLevel(Level.WARNING);
    }
    Script script = nothingToRun ? Script.NONE : Script.of(chunk, arguments);
    Settings settings =
        new Settings(
            policy,
            strict,
            dryRun,
            actor,
            scope,
            grants,
            access,
            timeout,
            LibraryPath.of(script, path, System.getenv()));
    exitCode =
        new ScriptRun(LineWriter.of(FileDescriptor.out), LineWriter.of(FileDescriptor.err))
            .execute(script, settings, nothingToRun || interactive);
  }

  /** What {@code --version} prints. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"moonwire " + (version == null ? "(not packaged)" : version)};
    }
  }
}
