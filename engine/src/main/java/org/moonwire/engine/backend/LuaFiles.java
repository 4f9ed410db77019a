package org.moonwire.engine.backend;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Libraries in files. Each template is a path in pieces, with the library's name, its dots as
 * slashes, between any two of them (Lua manual 5.2, section 6.3, {@code package.path}).
 */
record LuaFiles(List<List<String>> templates) implements LuaSources {
  /** Longer files are no libraries. */
  private static final int MAX_BYTES = 64 << 20;

  /** The files {@code a/b.lua} and {@code a/b/init.lua} of a folder. */
  static LuaFiles in(String folder) {
    String start = folder.isEmpty() || folder.endsWith("/") ? folder : folder + "/";
    return new LuaFiles(List.of(List.of(start, ".lua"), List.of(start, "/init.lua")));
  }

  /** Templates with semicolons between them; one without a question mark is a folder. */
  static LuaFiles of(String path) {
    return new LuaFiles(
        Arrays.stream(path.split(";", -1))
            .map(String::strip)
            .filter(part -> !part.isEmpty())
            .flatMap(LuaFiles::template)
            .toList());
  }

  private static Stream<List<String>> template(String part) {
    return part.contains("?")
        ? Stream.of(List.of(part.split("\\?", -1)))
        : in(part).templates().stream();
  }

  @Override
  public byte[] find(String name) throws IOException {
    for (String place : places(name)) {
      Path file = Path.of(place);
      if (Files.isRegularFile(file)) {
        return read(file);
      }
    }
    return null;
  }

  private static byte[] read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] source = in.readNBytes(MAX_BYTES + 1);
      if (source.length > MAX_BYTES) {
        throw new IOException("`" + file + "` has more than " + MAX_BYTES + " bytes");
      }
      return source;
    }
  }

  @Override
  public List<String> places(String name) {
    if (!NAME.matcher(name).matches()) {
      return List.of();
    }
    String path = name.replace('.', '/');
    return templates.stream().map(pieces -> String.join(path, pieces)).toList();
  }
}
