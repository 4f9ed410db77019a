package org.moonwire.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Assertions;

/**
 * A project whose only dependency is {@code moonwire-websocket}: Maven wrote down the class path
 * that such a project gets. Its programs are single files, compiled into a folder of their own.
 */
record Consumer(Path folder) {
  private static final Pattern CLASS = Pattern.compile("public (?:final )?class (\\w+)");

  /** Returns the class path as Maven orders it. */
  static List<String> classPath() throws IOException {
    Path file = Path.of(System.getProperty("moonwire.consumer.classpath"));
    return new ArrayList<>(List.of(Files.readString(file).strip().split(File.pathSeparator, -1)));
  }

  /** Returns the name of the public class of a program. */
  static String mainClass(String source) {
    Matcher matcher = CLASS.matcher(source);
    Assertions.assertTrue(matcher.find(), () -> "no public class in\n" + source);
    return matcher.group(1);
  }

  /** Compiles the program, without warnings, and runs its main method on this class path. */
  ChildJvm.Outcome run(String source, List<String> classPath) throws Exception {
    String name = mainClass(source);
    Path file = Files.writeString(folder.resolve(name + ".java"), source);
    compile(file, String.join(File.pathSeparator, classPath));
    List<String> all = new ArrayList<>(classPath);
    all.add(folder.toString());
    return new ChildJvm(folder).run("-classpath", String.join(File.pathSeparator, all), name);
  }

  private static void compile(Path file, String classPath) {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    String[] options = {
      "-classpath", classPath, "-proc:none", "-Xlint:all,-path", "-Werror", file.toString()
    };
    ByteArrayOutputStream problems = new ByteArrayOutputStream();
    int code = compiler.run(null, null, problems, options);
    Assertions.assertEquals(0, code, () -> problems.toString(UTF_8));
  }
}
