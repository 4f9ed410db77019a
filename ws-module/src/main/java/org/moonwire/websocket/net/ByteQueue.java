package org.moonwire.websocket.net;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;

/** A source of bytes that are there from the start. */
public final class ByteQueue implements OutboundSource {
  private final List<ByteBuffer> parts;

  /** Takes over {@code parts}, which go out in order. */
  public ByteQueue(byte[]... parts) {
    this.parts = Stream.of(parts).map(ByteBuffer::wrap).toList();
  }

  @Override
  public void fill(ByteBuffer target) {
    for (ByteBuffer left : parts) {
      int count = Math.min(target.remaining(), left.remaining());
      target.put(target.position(), left, left.position(), count);
      target.position(target.position() + count);
      left.position(left.position() + count);
    }
  }
}
