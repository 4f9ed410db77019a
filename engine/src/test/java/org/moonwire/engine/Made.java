package org.moonwire.engine;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Stands in for a library that is not on the class path: a type of that name, and an object. */
final class Made {
  private Made() {}

  /** A source that is a text. */
  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String name, String text) {
      super(URI.create("string:///" + name.replace('.', '/') + ".java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  /** An object that implements an interface of this name with one method. */
  static Object of(String name, String method) throws Exception {
    Path folder = Files.createTempDirectory("made");
    String type = name.substring(name.lastIndexOf('.') + 1);
    String head = "package " + name.substring(0, name.lastIndexOf('.')) + ";";
    compile(
        folder,
        new Source(name, head + "public interface " + type + " {Object " + method + "(String s);}"),
        new Source(
            name + "Impl",
            head
                + "public class "
                + type
                + "Impl implements "
                + type
                + " {public Object "
                + method
                + "(String s) {return s;}}"));
    ClassLoader loader =
        new java.net.URLClassLoader(new java.net.URL[] {folder.toUri().toURL()}, null);
    return loader.loadClass(name + "Impl").getConstructor().newInstance();
  }

  private static void compile(Path folder, JavaFileObject... sources) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter out = new StringWriter();
    List<String> options = List.of("-d", folder.toString(), "-proc:none");
    if (!compiler.getTask(out, null, null, options, null, List.of(sources)).call()) {
      throw new IOException(out.toString());
    }
  }
}
