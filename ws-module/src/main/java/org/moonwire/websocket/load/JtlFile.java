package org.moonwire.websocket.load;

import java.io.BufferedWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;

/**
 * A file of samples as JMeter writes them (CSV, the columns that it has by default), for its
 * listeners and for {@code jmeter -g FILE -o FOLDER}. Thread-safe.
 */
final class JtlFile implements Consumer<Sample>, Closeable {
  private static final String HEAD =
      "timeStamp,elapsed,label,responseCode,responseMessage,threadName,dataType,success,"
          + "failureMessage,bytes,sentBytes,grpThreads,allThreads,URL,Latency,IdleTime,Connect";

  private final BufferedWriter out;
  private final IntSupplier users;

  /** The first thing that went wrong; null if nothing did. Guarded by this. */
  private IOException failure;

  JtlFile(Path file, IntSupplier users) throws IOException {
    this.out = Files.newBufferedWriter(file);
    this.users = users;
    out.write(HEAD + "\n");
  }

  @Override
  public void accept(Sample sample) {
    String line = line(sample, System.currentTimeMillis(), users.getAsInt());
    synchronized (this) {
      try {
        if (failure == null) {
          out.write(line);
        }
      } catch (IOException e) {
        failure = e;
      }
    }
  }

  private static String line(Sample sample, long now, int users) {
    long elapsed = millis(sample.elapsed());
    String message = sample.message();
    List<Object> fields =
        List.of(
            now - elapsed,
            elapsed,
            sample.label(),
            sample.code(),
            message,
            "user " + sample.user(),
            "text",
            sample.ok(),
            sample.ok() ? "" : message,
            sample.received(),
            sample.sent(),
            users,
            users,
            sample.url(),
            millis(sample.latency()),
            0,
            millis(sample.connect()));
    return fields.stream().map(JtlFile::quoted).collect(Collectors.joining(",", "", "\n"));
  }

  private static long millis(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(nanos + TimeUnit.MILLISECONDS.toNanos(1) / 2);
  }

  /** RFC 4180; line ends, which JMeter reads within quotes as well, become blanks. */
  private static String quoted(Object field) {
    String text = field.toString().replaceAll("[\r\n]+", " ");
    boolean special = text.indexOf(',') >= 0 || text.indexOf('"') >= 0;
    return special ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }

  /**
   * Writes the rest.
   *
   * @throws IOException if anything could not be written, now or before
   */
  @Override
  public synchronized void close() throws IOException {
    try (out) {
      if (failure != null) {
        throw failure;
      }
    }
  }
}
