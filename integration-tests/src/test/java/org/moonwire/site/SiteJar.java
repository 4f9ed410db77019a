package org.moonwire.site;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The site in one file. Entries have a time that is given and no zone, so that it is always the
 * same.
 */
final class SiteJar {
  private SiteJar() {}

  static void write(Path jar, Map<String, byte[]> files, Path license, String version, Instant time)
      throws IOException {
    LocalDateTime local = LocalDateTime.ofInstant(time, ZoneOffset.UTC);
    Files.createDirectories(jar.toAbsolutePath().getParent());
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
      entry(out, "META-INF/MANIFEST.MF", manifest(version), local);
      entry(out, "META-INF/LICENSE", Files.readAllBytes(license), local);
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        entry(out, file.getKey(), file.getValue(), local);
      }
    }
  }

  private static byte[] manifest(String version) {
    String lines =
        "Manifest-Version: 1.0\r\nImplementation-Title: Moonwire manual\r\nImplementation-Version: %s\r\n\r\n";
    return lines.formatted(version).getBytes(StandardCharsets.UTF_8);
  }

  private static void entry(ZipOutputStream out, String name, byte[] content, LocalDateTime time)
      throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(time);
    out.putNextEntry(entry);
    out.write(content);
    out.closeEntry();
  }
}
