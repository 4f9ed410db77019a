package org.moonwire.websocket.cli;

import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * The main class of the executable jar: {@code java -jar moonwire.jar script.lua args...}. Exit
 * codes: 0 all went well, 1 the script failed, 2 wrong usage, 130 interrupted.
 */
@Command(
    name = "moonwire",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    sortOptions = false,
    description = "Runs a Lua script that may open WebSocket connections.",
    footer = {
      "",
      "Exit codes: 0 all went well, 1 the script failed, 2 wrong usage, 130 interrupted."
    })
public final class Main implements Runnable {
  static final int OK = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;

  @Option(names = "-e", paramLabel = "CHUNK", description = "Run this Lua code instead of a file.")
  private String chunk;

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description = "Allow only what the policies in this YAML file grant.")
  private String policy;

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
      names = "--timeout",
      paramLabel = "DURATION",
      description = "Stop the script after this time, such as 30s or 1m30s.")
  private String timeout;

  @Parameters(
      paramLabel = "SCRIPT",
      description = "The Lua file, or - for standard input; what follows goes to the script.")
  private final List<String> arguments = new ArrayList<>();

  private int exitCode;

  private Main() {}

  /** Runs the command and exits the JVM with its code. */
  public static void main(String[] args) {
    System.exit(run(args));
  }

  /** Runs the command and returns its exit code. */
  static int run(String... args) {
    PrintWriter err = new PrintWriter(writer(FileDescriptor.err), true);
    Main main = new Main();
    CommandLine line =
        new CommandLine(main)
            .setStopAtPositional(true)
            .setUnmatchedOptionsArePositionalParams(false)
            .setErr(err)
            .setOut(new PrintWriter(writer(FileDescriptor.out), true));
    int code = line.execute(args);
    return code == OK ? main.exitCode : code;
  }

  /** Lua strings are UTF-8 whatever the locale of the terminal says. */
  private static BufferedWriter writer(FileDescriptor descriptor) {
    return new BufferedWriter(
        new OutputStreamWriter(new FileOutputStream(descriptor), StandardCharsets.UTF_8));
  }

  @Override
  public void run() {
    if (chunk == null && arguments.isEmpty()) {
      throw new CommandLine.ParameterException(
          new CommandLine(this),
          "Missing SCRIPT: name a Lua file, - for standard input, or use -e.");
    }
    Script script = Script.of(chunk, arguments);
    Settings settings = new Settings(policy, strict, actor, scope, timeout);
    exitCode =
        new ScriptRun(new LineWriter(writer(FileDescriptor.out)), writer(FileDescriptor.err))
            .execute(script, settings);
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
