package org.moonwire.bench.sockets;

import java.util.List;

/**
 * What a client is made to do.
 *
 * @param window how many messages are under way at a time
 * @param flood whether the server sends on its own, {@link #FLOOD} messages for each of ours
 */
record Work(String name, int size, boolean text, int window, boolean flood) {
  static final int FLOOD = 100_000;

  static final List<Work> ALL =
      List.of(
          new Work("round trip 64 B", 64, true, 1, false),
          new Work("pipelined 64 B", 64, true, 1000, false),
          new Work("pipelined 1 KiB", 1024, true, 1000, false),
          new Work("binary 64 KiB", 65_536, false, 32, false),
          new Work("receive flood 64 B", 64, true, 1, true));

  /** What is sent: text that compresses as well as text does. */
  String payload() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; text.length() < size; i++) {
      text.append("{\"id\":").append(i * 7919L % 100_003).append(",\"ok\":true},");
    }
    return text.substring(0, size);
  }

  String path() {
    return flood ? "/flood?size=" + size : "/echo";
  }
}
