package org.moonwire.websocket.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moonwire.websocket.wire.Opcode;
import org.moonwire.websocket.wire.OutgoingFrame;

/** What is written at once; each write is a call of the system, and often a packet. */
class BuffersTest {
  @ParameterizedTest
  @CsvSource({"1, 1", "65536, 1", "131072, 2", "1048576, 16"})
  void a_message_leaves_in_as_few_writes_as_there_are_64_kib_in_it(int length, int writes) {
    OutgoingFrame frame = OutgoingFrame.of(Opcode.BINARY, new byte[length]);
    Buffers buffers = new Buffers();
    int count = 0;
    boolean whole = false;
    while (!whole) {
      ByteBuffer out = buffers.take();
      whole = frame.writeTo(out);
      buffers.give(out);
      count++;
    }
    assertEquals(writes, count);
  }

  @Test
  void a_message_of_64_kib_fits_as_it_is_encrypted_too() throws Exception {
    SSLEngine engine = SSLContext.getDefault().createSSLEngine();
    int record = engine.getSession().getPacketBufferSize();
    // TLS 1.3 adds 22 bytes to each 16 KiB; the last record is begun when a longest one has room.
    assertTrue(Buffers.SIZE >= 3 * (16_384 + 22) + record, "longest record " + record);
  }
}
