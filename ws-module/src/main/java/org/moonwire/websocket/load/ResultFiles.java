package org.moonwire.websocket.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import javax.script.ScriptException;
import org.moonwire.engine.LuaEngine;

/** The files that the results of a load test go to: samples as they come, the report at the end. */
final class ResultFiles implements Consumer<Sample>, Closeable {
  private static final String JSON = ".json";
  private static final String JTL = ".jtl";

  private final List<JtlFile> samples = new ArrayList<>();
  private final List<Path> reports = new ArrayList<>();

  private ResultFiles() {}

  static boolean isKnown(Path file) {
    return file.toString().endsWith(JSON) || file.toString().endsWith(JTL);
  }

  /** Begins the files, so that one that cannot be written is known before the test. */
  static ResultFiles open(List<Path> files, IntSupplier users) throws IOException {
    ResultFiles all = new ResultFiles();
    for (Path file : files) {
      if (file.toString().endsWith(JTL)) {
        all.samples.add(new JtlFile(file, users));
      } else {
        Files.writeString(file, "");
        all.reports.add(file);
      }
    }
    return all;
  }

  @Override
  public void accept(Sample sample) {
    for (JtlFile file : samples) {
      file.accept(sample);
    }
  }

  /** Writes the report and ends the files. */
  void finish(LoadReport report) throws IOException, ScriptException {
    for (Path file : reports) {
      Files.write(file, json(report));
    }
    close();
  }

  private static byte[] json(LoadReport report) throws ScriptException {
    try (LuaEngine engine = LuaEngine.builder().build()) {
      engine.put("report", report.data());
      String text = (String) engine.eval("return require('json').pretty(report) .. '\\n'");
      return text.getBytes(UTF_8);
    }
  }

  @Override
  public void close() throws IOException {
    List<JtlFile> open = List.copyOf(samples);
    samples.clear();
    for (JtlFile file : open) {
      file.close();
    }
  }
}
