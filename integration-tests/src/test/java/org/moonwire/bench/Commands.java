package org.moonwire.bench;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import javax.script.ScriptException;
import org.moonwire.engine.LuaEngine;
import org.moonwire.engine.module.Language;

/**
 * Milliseconds of processor time for the programs of the README, in processes of their own one
 * after the other: Moonwire at both levels, interpreted and compiled, beside what is found of
 * {@code lua5.2}, {@code lua5.4} and {@code luajit}. Arguments: {@code NAME=COMMAND} for one that
 * is elsewhere, names of programs for some of them.
 */
public final class Commands {
  private static final List<String> PROGRAMS =
      List.of(
          "fib",
          "loop",
          "nbody",
          "trees",
          "spectral",
          "strings",
          "sort",
          "queue",
          "methods",
          "json",
          "sieve");
  private static final String BASE = "lua5.2";
  private static final String CHILD = "run";
  private static final int MINUTES = 5;

  private final Map<String, List<String>> commands = new LinkedHashMap<>();
  private final List<String> programs = new ArrayList<>();
  private final Path folder;

  private Commands(List<String> args) throws IOException {
    folder = Files.createTempDirectory("programs");
    for (String name : List.of(BASE, "lua5.4", "luajit")) {
      if (isOnPath(name)) {
        commands.put(name, List.of(name));
      }
    }
    for (String arg : args) {
      int equals = arg.indexOf('=');
      if (equals < 0) {
        programs.add(arg);
      } else {
        commands.put(arg.substring(0, equals), List.of(arg.substring(equals + 1)));
      }
    }
    if (programs.isEmpty()) {
      programs.addAll(PROGRAMS);
    }
    for (Language level : Language.values()) {
      commands.put(level.version() + " interpreted", ours(level, false));
      commands.put(level.version() + " compiled", ours(level, true));
    }
  }

  private static boolean isOnPath(String name) {
    return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
        .splitAsStream(System.getenv("PATH"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
  }

  private static List<String> ours(Language level, boolean compiler) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xms1g",
        "-Xmx1g",
        "-cp",
        System.getProperty("java.class.path"),
        Commands.class.getName(),
        CHILD,
        level.name(),
        Boolean.toString(compiler));
  }

  public static void main(String[] args) throws Exception {
    if (args.length > 0 && args[0].equals(CHILD)) {
      run(Language.valueOf(args[1]), Boolean.parseBoolean(args[2]), args[3], args[4]);
    } else {
      new Commands(List.of(args)).print();
    }
  }

  private static void run(Language level, boolean compiler, String script, String program)
      throws IOException, ScriptException {
    try (LuaEngine engine =
        LuaEngine.builder()
            .language(level)
            .compiler(compiler)
            .grant("io", "os", "loadfile")
            .build()) {
      engine.put("PROGRAM", program);
      Object unused = engine.eval(Files.readString(Path.of(script)));
    }
  }

  private void print() throws IOException, InterruptedException {
    System.out.println("Java " + Runtime.version());
    System.out.println("| program, ms | " + String.join(" | ", commands.keySet()) + " |");
    System.out.println("|---" + "|---:".repeat(commands.size()) + "|");
    Map<String, Double> logs = new LinkedHashMap<>();
    for (String program : programs) {
      StringBuilder line = new StringBuilder("| " + program);
      Map<String, Double> times = new LinkedHashMap<>();
      for (String name : commands.keySet()) {
        double ms = measure(name, program);
        times.put(name, ms);
        line.append(String.format(Locale.ROOT, " | %.2f", ms));
      }
      System.out.println(line + " |");
      Double base = times.get(BASE);
      if (base != null) {
        times.forEach((name, ms) -> logs.merge(name, Math.log(ms / base), Double::sum));
      }
    }
    if (!logs.isEmpty()) {
      StringBuilder line = new StringBuilder("| geometric mean of the ratios to " + BASE);
      logs.forEach(
          (name, log) ->
              line.append(String.format(Locale.ROOT, " | %.2f", Math.exp(log / programs.size()))));
      System.out.println(line + " |");
    }
  }

  private double measure(String name, String program) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(commands.get(name));
    command.add(file("best.lua").toString());
    command.add(file(program + ".lua").toString());
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try {
      process.getOutputStream().close();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
        throw new IOException(name + ", " + program + ": " + out);
      }
      return Double.parseDouble(out.strip());
    } finally {
      process.destroyForcibly();
    }
  }

  private Path file(String name) {
    Path file = folder.resolve(name);
    if (!Files.exists(file)) {
      try (InputStream in = Commands.class.getResourceAsStream("/programs/" + name)) {
        Files.copy(in, file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return file;
  }
}
