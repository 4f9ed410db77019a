package org.moonwire.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

final class DecisionRecordingTest {
  @TempDir private Path folder;

  @Test
  @Timeout(60)
  void everyDecisionIsAnEvent() throws Exception {
    Path file = folder.resolve("decisions.jfr");
    try (Recording recording = new Recording()) {
      recording.enable("org.moonwire.policy.Decision");
      recording.start();
      assertTrue(DecisionRecording.isOn());
      WithoutFlightRecorder.context().isAllowed("flight", "wss://h/x?secret", Map.of());
      recording.stop();
      recording.dump(file);
    }
    RecordedEvent event =
        RecordingFile.readAllEvents(file).stream()
            .filter(e -> e.hasField("action") && "flight".equals(e.getString("action")))
            .findFirst()
            .orElseThrow();
    assertEquals("ana", event.getString("actor"));
    assertEquals("wss://h/x?...", event.getString("resource"));
    assertEquals("deny", event.getString("decision"));
    assertEquals("t:no_flight", event.getString("deciding"));
    assertFalse(event.getBoolean("granted"));
  }

  @Test
  @Timeout(60)
  void aJvmWithoutTheRecorderDecidesAllTheSame() throws Exception {
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--limit-modules",
                    "java.base",
                    "-cp",
                    System.getProperty("java.class.path"),
                    WithoutFlightRecorder.class.getName()))
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(30, TimeUnit.SECONDS));
    assertEquals("false false true", output.lines().reduce((a, b) -> b).orElse(""), output);
  }
}
