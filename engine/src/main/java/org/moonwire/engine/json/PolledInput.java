package org.moonwire.engine.json;

import java.io.ByteArrayInputStream;
import org.moonwire.engine.core.Poll;

/** A long text of which the parser takes pieces, so that the run can end between them. */
final class PolledInput extends ByteArrayInputStream {
  PolledInput(byte[] bytes, int start, int length) {
    super(bytes, start, length);
  }

  @Override
  public synchronized int read(byte[] target, int from, int length) {
    Poll.work(length);
    return super.read(target, from, length);
  }
}
