package org.moonwire.websocket.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseHeadTest {

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(ISO_8859_1));
  }

  private static ResponseHead head(String lines) throws IOException {
    return new ResponseHead.Reader()
        .read(bytes(lines.replace("|", "\r\n").replace("~", "\r") + "\r\n\r\n"));
  }

  @Test
  void a_head_that_comes_byte_by_byte_is_whole_and_leaves_the_rest() throws IOException {
    ResponseHead.Reader reader = new ResponseHead.Reader();
    String text = "HTTP/1.1 101 Switching\r\nA: b\r\n\r";
    for (int i = 0; i < text.length(); i++) {
      assertNull(reader.read(bytes(text.substring(i, i + 1))));
    }
    ByteBuffer last = bytes("\nframe");
    assertEquals(101, reader.read(last).status());
    assertEquals(5, last.remaining());
  }

  @Test
  void headers_are_found_in_any_case_and_keep_their_order() throws IOException {
    ResponseHead head = head("HTTP/1.1 200|SET: 1|set:  2 |Connection: keep-alive, Upgrade");
    assertEquals(List.of("1", "2"), head.values("set"));
    assertTrue(head.hasToken("connection", "upgrade"));
    assertFalse(head.hasToken("connection", "keep"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/2 200",
        "HTTP/1.1 20",
        "HTTP/1.1 2000",
        "ICY 200 OK",
        "HTTP/1.1 101 ok|no colon",
        "HTTP/1.1 101 ok|: no name",
        "HTTP/1.1 101 ok|white : space",
        "HTTP/1.1 101 ok| folded: line",
        "HTTP/1.1 101 ok|a: b~c",
        "HTTP/1.1 101 ok|a\u0001: b",
      })
  void what_is_no_head_is_refused(String lines) {
    assertThrows(IOException.class, () -> head(lines));
  }

  @Test
  void a_line_without_carriage_return_is_refused() {
    assertThrows(
        IOException.class, () -> new ResponseHead.Reader().read(bytes("HTTP/1.1 101 ok\n")));
  }

  @Test
  void what_cannot_become_a_head_is_refused_before_a_line_is_complete() {
    assertThrows(IOException.class, () -> new ResponseHead.Reader().read(bytes("SSH-2.0")));
  }

  @Test
  void a_head_of_more_than_64_kib_is_refused() {
    ResponseHead.Reader reader = new ResponseHead.Reader();
    String start = "HTTP/1.1 101 ok\r\n" + "x".repeat(65_536 - 17);
    assertThrows(IOException.class, () -> reader.read(bytes(start + "x")));
  }
}
