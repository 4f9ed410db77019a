package org.moonwire.websocket.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.moonwire.policy.Expectations;
import org.moonwire.policy.PolicyLoadException;
import org.moonwire.policy.PolicySet;
import org.moonwire.policy.Problem;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * The command {@code moonwire.jar policy}. Exit codes: 0 all is well, 1 a file has mistakes or a
 * test fails, 2 wrong usage.
 */
@Command(
    name = "policy",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    subcommandsRepeatable = false,
    description = "Checks, explains and tests policy files.",
    footer = {"", "Exit codes: 0 all is well, 1 mistakes or failed tests, 2 wrong usage."})
final class PolicyCommand implements Runnable {
  @Spec private CommandSpec spec;

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "Missing command: check, explain or test.");
  }

  @Command(
      name = "check",
      mixinStandardHelpOptions = true,
      versionProvider = Main.Version.class,
      description = "Reports all mistakes and doubts of policy files.")
  int check(
      @Parameters(arity = "1..*", paramLabel = "FILE") List<Path> files,
      @Option(names = "--strict", description = "Doubts count as mistakes, with exit code 1.")
          boolean strict) {
    int code = Main.OK;
    for (Path file : files) {
      try {
        List<Problem> warnings = PolicySet.load(file).warnings();
        warnings.forEach(warning -> err().println("warning: " + warning));
        out().println(file + ": ok" + count(warnings.size(), "warning"));
        code = strict && !warnings.isEmpty() ? Main.FAILED : code;
      } catch (PolicyLoadException e) {
        err().println(e.getMessage());
        out().println(file + ": not usable" + count(e.problems().size(), "mistake"));
        code = Main.FAILED;
      }
    }
    return code;
  }

  private static String count(int n, String what) {
    return n == 0 ? "" : ", " + n + " " + what + (n == 1 ? "" : "s");
  }

  @Command(
      name = "explain",
      mixinStandardHelpOptions = true,
      versionProvider = Main.Version.class,
      description = {
        "Says what is decided about a request, and by which policies.",
        "For websocket.connect.url the URL is made canonical and its data filled in."
      })
  int explain(
      @Parameters(index = "0", paramLabel = "FILE") Path file,
      @Parameters(index = "1", paramLabel = "ACTION") String action,
      @Parameters(index = "2", arity = "0..1", paramLabel = "RESOURCE", defaultValue = "")
          String resource,
      @Option(
              names = "--actor",
              paramLabel = "ID",
              description = "actor.id; the file's actor if left out")
          String actor,
      @Option(
              names = "--actor-meta",
              paramLabel = "KEY=VALUE",
              description = "actor.meta.KEY; a.b=x goes into the map a")
          List<String> actorMeta,
      @Option(names = "--meta", paramLabel = "KEY=VALUE", description = "meta.KEY")
          List<String> meta,
      @Option(
              names = "--scope",
              paramLabel = "GROUP",
              description = "This group of policies instead of what the file proposes.")
          String scope) {
    return guarded(
        () -> {
          Explanations explanations =
              new Explanations(PolicySet.load(file), actor, data(actorMeta), scope);
          explanations.print(out(), action, resource, data(meta));
          return Main.OK;
        });
  }

  private static Map<String, Object> data(List<String> words) throws BadSettingException {
    return words == null ? new LinkedHashMap<>() : MetaArguments.parse(words);
  }

  @Command(
      name = "test",
      mixinStandardHelpOptions = true,
      versionProvider = Main.Version.class,
      description = "Compares the decisions of policy files with tables kept beside them.")
  int test(
      @Parameters(arity = "1..*", paramLabel = "FILE") List<Path> files,
      @Option(
              names = "--tests",
              paramLabel = "TABLE",
              description = "The table; by default FILE without .yaml plus .tests.yaml.")
          Path table,
      @Option(
              names = "--coverage",
              description =
                  "Also list policies, patterns and conditions that no test tries; with exit code 1"
                      + " if there are any.")
          boolean coverage) {
    int code = Main.OK;
    for (Path file : files) {
      int one = guarded(() -> test(file, table == null ? beside(file) : table, coverage));
      code = Math.max(code, one);
    }
    return code;
  }

  private int test(Path file, Path table, boolean coverage) {
    PolicySet policies = PolicySet.load(file);
    policies.warnings().forEach(warning -> err().println("warning: " + warning));
    Expectations expectations = Expectations.load(table);
    List<Problem> failures = new ArrayList<>(expectations.failures(policies));
    failures.forEach(failure -> err().println(failure));
    int passed = expectations.size() - failures.size();
    out().println(table + ": " + passed + " of " + expectations.size() + " hold");
    List<String> untested = coverage ? expectations.untested(policies) : List.of();
    untested.forEach(part -> out().println("  untested  " + part));
    return failures.isEmpty() && untested.isEmpty() ? Main.OK : Main.FAILED;
  }

  private static Path beside(Path file) {
    String name = file.getFileName().toString().replaceFirst("\\.ya?ml$", "");
    return file.resolveSibling(name + ".tests.yaml");
  }

  private interface Work {
    int run() throws BadSettingException;
  }

  private int guarded(Work work) {
    try {
      return work.run();
    } catch (BadSettingException e) {
      throw new CommandLine.ParameterException(spec.commandLine(), e.getMessage(), e);
    } catch (PolicyLoadException e) {
      err().println(e.getMessage());
      return Main.FAILED;
    }
  }
}
