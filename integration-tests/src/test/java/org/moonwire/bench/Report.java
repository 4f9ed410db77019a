package org.moonwire.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs the benchmarks of the README and prints their tables. The first arguments name them: {@code
 * programs}, {@code calls}, {@code channels}, {@code json}, {@code host}, or {@code checks}, which
 * is what polling costs in each program; without a name it is all but the last. JMH's own options
 * may follow.
 */
public final class Report {
  private static final String OURS = "moonwire";
  private static final List<String> ALL = List.of("programs", "calls", "channels", "json", "host");

  private final CommandLineOptions options;
  private final Function<BenchmarkParams, String> row;
  private final Function<BenchmarkParams, String> column;

  /** By row, then by column. */
  private final Map<String, Map<String, Double>> rows = new LinkedHashMap<>();

  private Report(
      CommandLineOptions options,
      Function<BenchmarkParams, String> row,
      Function<BenchmarkParams, String> column) {
    this.options = options;
    this.row = row;
    this.column = column;
  }

  public static void main(String[] args) throws RunnerException, CommandLineOptionException {
    List<String> names = new ArrayList<>();
    for (String arg : args) {
      if (!ALL.contains(arg) && !arg.equals("checks")) {
        break;
      }
      names.add(arg);
    }
    CommandLineOptions options =
        new CommandLineOptions(Arrays.copyOfRange(args, names.size(), args.length));
    for (String name : names.isEmpty() ? ALL : names) {
      table(name, options);
    }
  }

  private static void table(String name, CommandLineOptions options) throws RunnerException {
    Function<BenchmarkParams, String> method = Report::method;
    Function<BenchmarkParams, String> engine = p -> p.getParam("engine");
    Function<BenchmarkParams, String> program = p -> p.getParam("program");
    switch (name) {
      case "programs" -> {
        Report programs = new Report(options, program, engine);
        programs.run("ProgramBench.run", "engine", OURS, "luaj");
        programs.run("ProgramBench.run", "program", OURS, "yield", "coroutines");
        programs.run("ProgramBench.run", "program", "nashorn", "fib", "loop", "sieve");
        programs.print("program, ms", "luaj", OURS, "luaj", "nashorn");
      }
      case "checks" -> {
        Report checks = new Report(options, program, engine);
        checks.run("ProgramBench.run", "engine", OURS, "unchecked");
        checks.print("program, ms", "unchecked", OURS, "unchecked");
      }
      case "calls" -> {
        Report calls = new Report(options, method, engine);
        calls.run("EvalBench", "engine", OURS, "luaj", "nashorn");
        calls.print("call, ns", "luaj", OURS, "luaj", "nashorn");
      }
      case "channels" -> {
        Report channels = new Report(options, method, p -> OURS);
        channels.run("ChannelBench");
        channels.print("channel, per second", "", OURS);
      }
      case "host" -> {
        Report host = new Report(options, p -> "`" + p.getParam("operation") + "`", p -> OURS);
        host.run("HostBench");
        host.print("use of a Java object, ns", "", OURS);
      }
      default -> {
        Report json = new Report(options, p -> p.getParam("document"), Report::method);
        json.run("JsonBench");
        json.print("JSON, us", "jackson", OURS, "jackson");
      }
    }
  }

  private static String method(BenchmarkParams params) {
    String name = params.getBenchmark();
    String last = name.substring(name.lastIndexOf('.') + 1);
    return last.equals("lua") ? OURS : last;
  }

  /** {@code parameters} is empty, or engine and its values, or program, an engine and programs. */
  private void run(String benchmark, String... parameters) throws RunnerException {
    ChainedOptionsBuilder builder =
        new OptionsBuilder()
            .parent(options)
            .include("org\\.moonwire\\.bench\\." + benchmark)
            .shouldFailOnError(false);
    if (parameters.length > 0 && parameters[0].equals("engine")) {
      builder.param("engine", Arrays.copyOfRange(parameters, 1, parameters.length));
    } else if (parameters.length > 0) {
      builder.param("engine", parameters[1]);
      builder.param("program", Arrays.copyOfRange(parameters, 2, parameters.length));
    }
    for (RunResult result : new Runner(builder.build()).run()) {
      rows.computeIfAbsent(row.apply(result.getParams()), r -> new LinkedHashMap<>())
          .put(column.apply(result.getParams()), result.getPrimaryResult().getScore());
    }
  }

  /** Ratios are those of our column to that of {@code base}, unless that is empty. */
  private void print(String title, String base, String... columns) {
    PrintStream out = System.out;
    boolean compared = !base.isEmpty();
    out.println();
    out.println("Java " + Runtime.version());
    out.println();
    out.println(
        "| " + title + " | " + String.join(" | ", columns) + (compared ? " | ratio |" : " |"));
    out.println("|---" + "|---:".repeat(columns.length + (compared ? 1 : 0)) + "|");
    List<Double> ratios = new ArrayList<>();
    rows.forEach(
        (name, values) -> {
          StringBuilder line = new StringBuilder("| " + name);
          for (String c : columns) {
            line.append(" | ").append(cell(values.get(c)));
          }
          Double ratio = values.get(base) == null ? null : values.get(OURS) / values.get(base);
          if (ratio != null) {
            ratios.add(ratio);
          }
          out.println(line.append(compared ? " | " + cell(ratio) + " |" : " |"));
        });
    if (compared) {
      double logs = ratios.stream().mapToDouble(Math::log).sum();
      String mean = cell(Math.exp(logs / ratios.size()));
      out.println("| geometric mean" + " | ".repeat(columns.length) + " | " + mean + " |");
    }
  }

  private static String cell(Double value) {
    if (value == null) {
      return "";
    }
    if (value >= 100_000) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    return String.format(Locale.ROOT, value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.2f", value);
  }
}
