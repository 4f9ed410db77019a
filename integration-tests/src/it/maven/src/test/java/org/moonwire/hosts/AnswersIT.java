package org.moonwire.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the scripts of the phases before have left. */
class AnswersIT {

  @Test
  void ten_connections_got_their_echoes() throws Exception {
    List<String> answers = Files.readAllLines(Path.of(System.getProperty("answers")));
    assertEquals(11, answers.size());
    assertEquals("yes", answers.get(0));
    assertEquals("message 1", answers.get(1));
    assertEquals("message 10", answers.get(2));
    assertEquals("message 9", answers.get(10));
  }
}
