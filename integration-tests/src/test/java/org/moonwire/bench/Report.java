package org.moonwire.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Runs the benchmarks of the README and prints their tables: about five minutes. With the argument
 * {@code checks} it measures instead what polling costs in each program.
 */
public final class Report {
  private static final String OURS = "moonwire";

  /** By row, then by engine. */
  private final Map<String, Map<String, Double>> rows = new LinkedHashMap<>();

  private Report() {}

  public static void main(String[] args) throws RunnerException {
    System.out.println("Java " + Runtime.version());
    if (args.length > 0 && args[0].equals("checks")) {
      Report report = new Report();
      report.run("ProgramBench.run", "program", "engine", OURS, "unchecked");
      report.print(System.out, "program, ms", List.of(OURS, "unchecked"), "unchecked");
      return;
    }
    Report programs = new Report();
    programs.run("ProgramBench.run", "program", "engine", OURS, "luaj");
    programs.run("ProgramBench.run", "program", "program", "yield", "coroutines");
    programs.run("ProgramBench.run", "program", "program", "fib", "loop", "sieve");
    programs.print(System.out, "program, ms", List.of(OURS, "luaj", "nashorn"), "luaj");
    Report calls = new Report();
    calls.run("EvalBench", null, "engine", OURS, "luaj", "nashorn");
    calls.print(System.out, "call, ns", List.of(OURS, "luaj", "nashorn"), "luaj");
  }

  private void run(String benchmark, String rowParameter, String parameter, String... values)
      throws RunnerException {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("org\\.moonwire\\.bench\\." + benchmark)
            .param(parameter, values)
            .shouldFailOnError(false);
    if (parameter.equals("program")) {
      options = options.param("engine", values[0].equals("yield") ? OURS : "nashorn");
    }
    add(new Runner(options.build()).run(), rowParameter);
  }

  private void add(Collection<RunResult> results, String rowParameter) {
    for (RunResult result : results) {
      String name = result.getParams().getBenchmark();
      String row =
          rowParameter == null
              ? name.substring(name.lastIndexOf('.') + 1)
              : result.getParams().getParam(rowParameter);
      rows.computeIfAbsent(row, r -> new LinkedHashMap<>())
          .put(result.getParams().getParam("engine"), result.getPrimaryResult().getScore());
    }
  }

  private void print(PrintStream out, String title, List<String> engines, String base) {
    out.println();
    out.println("| " + title + " | " + String.join(" | ", engines) + " | ours / " + base + " |");
    out.println("|---" + "|---:".repeat(engines.size() + 1) + "|");
    List<Double> ratios = new ArrayList<>();
    rows.forEach(
        (row, times) -> {
          StringBuilder line = new StringBuilder("| " + row);
          engines.forEach(engine -> line.append(" | ").append(cell(times.get(engine))));
          Double ratio = times.get(base) == null ? null : times.get(OURS) / times.get(base);
          if (ratio != null) {
            ratios.add(ratio);
          }
          out.println(line.append(" | ").append(cell(ratio)).append(" |"));
        });
    double logs = ratios.stream().mapToDouble(Math::log).sum();
    out.println(
        "| geometric mean"
            + " | ".repeat(engines.size())
            + " | "
            + cell(Math.exp(logs / ratios.size()))
            + " |");
  }

  private static String cell(Double value) {
    if (value == null) {
      return "";
    }
    return String.format(Locale.ROOT, value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.2f", value);
  }
}
