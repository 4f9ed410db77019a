package org.moonwire.websocket.cli;

import java.io.FileDescriptor;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Stack;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * The main class of the executable jar: {@code java -jar moonwire.jar script.lua args...}, or the
 * name of another command as first word. Exit codes: 0 all went well, 1 the script failed or its
 * output cannot be written, 2 wrong usage, 130 interrupted, 141 nobody reads the output.
 */
@Command(
    name = "moonwire",
    versionProvider = Main.Version.class,
    sortOptions = false,
    description = "Runs a Lua script that may open WebSocket connections.",
    footer = {
      "",
      "Without SCRIPT, -e and -l: a prompt on a terminal, otherwise the script is read from standard"
          + " input.",
      "",
      "Exit codes: 0 all went well, 1 the script failed or its output cannot be written, 2 wrong"
          + " usage, 130 interrupted, 141 nobody reads the output.",
      "",
      "Other commands: moonwire connect URL, moonwire listen PORT, moonwire load SCRIPT, moonwire top PID,"
          + " moonwire policy check|explain|test, moonwire editor DIR; each has --help. A script of such a name is run"
          + " as ./policy."
    })
public final class Main implements Runnable {
  static final int OK = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;

  /** What a shell shows of a process that SIGPIPE has ended. */
  static final int BROKEN_PIPE = 141;

  // The log manager keeps no levels of loggers that nobody holds.
  private static final Logger DECISIONS = Logger.getLogger("org.moonwire.policy");

  /** What it says of tasks stands in the error stream already. */
  private static final Logger TASKS = Logger.getLogger("org.moonwire.engine");

  @Option(
      names = "-e",
      paramLabel = "CHUNK",
      parameterConsumer = Steps.class,
      description = "Run this Lua code before the script; several in their order.")
  @SuppressWarnings("UnusedVariable") // picocli asks whether it is there
  private final List<String> chunks = new ArrayList<>();

  @Option(
      names = "-l",
      paramLabel = "MODULE",
      parameterConsumer = Steps.class,
      description = "Require this module into a global of its name, in the order of -e.")
  @SuppressWarnings("UnusedVariable") // picocli asks whether it is there
  private final List<String> modules = new ArrayList<>();

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
      description =
          "Let the script use these parts of Lua: io, os, os.getenv, dofile, package... or of Java:"
              + " class:java.time.LocalDate, package:java.time, member:java.lang.Math.max")
  private final List<String> grants = new ArrayList<>();

  @Option(
      names = "--access",
      paramLabel = "FILE",
      description = "Grant what this YAML file lists: lua, classes, packages, members.")
  private String access;

  @Option(
      names = "--env",
      paramLabel = "NAME[=VALUE]",
      description = "Let the module env read this variable, of the process or with a value.")
  private final List<String> variables = new ArrayList<>();

  @Option(
      names = "--path",
      paramLabel = "FOLDER",
      description =
          "Where require finds Lua files, beside the script's own folder; several with ; or again."
              + " Also templates as in LUA_PATH, which is searched last: lib/?.lua")
  private final List<String> path = new ArrayList<>();

  @Option(
      names = "--lua",
      paramLabel = "LEVEL",
      description = "The level of the language, 5.2 or 5.4.")
  private String language;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      description = "Stop the script after this time, such as 30s or 1m30s.")
  private String timeout;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  @SuppressWarnings("UnusedVariable") // picocli asks whether it is there
  private boolean help;

  @Option(
      names = {"-v", "-V", "--version"},
      versionHelp = true,
      description = "Show the version.")
  @SuppressWarnings("UnusedVariable") // picocli asks whether it is there
  private boolean version;

  @Parameters(
      paramLabel = "SCRIPT",
      description = "The Lua file, or - for standard input; what follows goes to the script.")
  private final List<String> arguments = new ArrayList<>();

  /** Both options, in the order in which they were given. */
  private final List<Script.Step> steps = new ArrayList<>();

  private int exitCode;

  private Main() {}

  /** Runs the command and exits the JVM with its code. */
  public static void main(String[] args) {
    logInOneLine();
    System.exit(run(RawArguments.of(args)));
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
    // A subcommand of picocli would also catch the word where it is the value of an option.
    Object command = args.length == 0 ? null : command(args[0]);
    if (command != null) {
      return line(command)
          .setCommandName("moonwire " + args[0])
          .execute(Arrays.copyOfRange(args, 1, args.length));
    }
    Main main = new Main();
    int code = line(main).setStopAtPositional(true).execute(args);
    return code == OK ? main.exitCode : code;
  }

  /** Null for a word that is no command of ours. */
  private static Object command(String word) {
    return switch (word) {
      case "connect" -> new ConnectCommand();
      case "editor" -> new EditorCommand();
      case "listen" -> new ListenCommand();
      case "load" -> new LoadCommand();
      case "policy" -> new PolicyCommand();
      case "top" -> new TopCommand();
      default -> null;
    };
  }

  private static CommandLine line(Object command) {
    return new CommandLine(command)
        .setUnmatchedOptionsArePositionalParams(false)
        .setUsageHelpAutoWidth(true)
        .setParameterExceptionHandler(new UsageMessage())
        .setErr(new PrintWriter(LineWriter.of(FileDescriptor.err), true))
        .setOut(new PrintWriter(LineWriter.of(FileDescriptor.out), true));
  }

  @Override
  public void run() {
    Script script = Script.of(steps, arguments);
    boolean prompt = interactive || (script.isEmpty() && Prompt.isTerminal());
    if (script.isEmpty() && !prompt) {
      script = Script.of(steps, List.of(Script.STANDARD_INPUT));
    }
    silenceWhatIsSaidAnyway();
    Settings settings =
        new Settings(
            language,
            policy,
            strict,
            dryRun,
            actor,
            scope,
            grants,
            access,
            variables,
            timeout,
            LibraryPath.of(script, path, language, System.getenv()));
    exitCode = new ScriptRun().execute(script, settings, prompt);
  }

  private void silenceWhatIsSaidAnyway() {
    if (System.getProperty("java.util.logging.config.file") != null) {
      return;
    }
    TASKS.setFilter(
        line -> !String.valueOf(line.getMessage()).startsWith("error in a task whose run"));
    if (!dryRun) {
      // Standard error is the script's, and what was denied is in its own error already.
      DECISIONS.setLevel(Level.WARNING);
    }
  }

  /** Takes the value of {@code -e} and {@code -l}; picocli keeps a list for each option only. */
  static final class Steps implements CommandLine.IParameterConsumer {
    @Override
    public void consumeParameters(Stack<String> words, ArgSpec option, CommandSpec command) {
      boolean chunk = option.paramLabel().equals("CHUNK");
      if (words.isEmpty()) {
        throw new CommandLine.ParameterException(
            command.commandLine(),
            chunk ? "`-e` needs a chunk of Lua" : "`-l` needs the name of a module");
      }
      String word = words.pop();
      Main main = (Main) command.userObject();
      main.steps.add(chunk ? new Script.CodeStep(word) : new Script.ModuleStep(word));
    }
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
