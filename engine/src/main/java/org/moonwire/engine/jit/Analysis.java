package org.moonwire.engine.jit;

import java.util.BitSet;

/** What is known of a function before it is translated. */
final class Analysis {
  final Bytecode code;

  /** By instruction, the registers that live before it. */
  final BitSet[] live;

  final Demand demand;

  Analysis(Bytecode code) {
    this.code = code;
    live = Liveness.of(code);
    demand = new Demand(code);
  }
}
