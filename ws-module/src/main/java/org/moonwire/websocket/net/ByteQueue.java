package org.moonwire.websocket.net;

import java.nio.ByteBuffer;

/** A source of a few bytes that are there from the start. */
public final class ByteQueue implements OutboundSource {
  private final ByteBuffer left;

  /** Takes over {@code bytes}. */
  public ByteQueue(byte[] bytes) {
    left = ByteBuffer.wrap(bytes);
  }

  @Override
  public void fill(ByteBuffer target) {
    int count = Math.min(target.remaining(), left.remaining());
    target.put(target.position(), left, left.position(), count);
    target.position(target.position() + count);
    left.position(left.position() + count);
  }
}
