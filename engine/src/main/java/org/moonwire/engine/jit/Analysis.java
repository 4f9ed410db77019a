package org.moonwire.engine.jit;

import java.util.BitSet;

/** What is known of a function before it is translated. */
@SuppressWarnings("ArrayRecordComponent") // nobody compares two of them
record Analysis(Bytecode code, BitSet[] live, Demand demand) {
  static Analysis of(Bytecode code) {
    return new Analysis(code, Liveness.of(code), new Demand(code));
  }
}
