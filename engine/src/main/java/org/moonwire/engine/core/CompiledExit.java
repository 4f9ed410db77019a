package org.moonwire.engine.core;

/** A place where compiled code can be left for the interpreter, and what the frame is made of. */
public final class CompiledExit {
  /** A register that lives as a value. */
  public static final byte BOXED = 1;

  /** One that lives as a {@code long}. */
  public static final byte INTEGER = 2;

  /** One that lives as a {@code double}. */
  public static final byte DOUBLE = 4;

  private static final int OBJECTS = 80;
  private static final int REGISTER = Integer.BYTES + Byte.BYTES;

  final int instruction;

  /** Where the open results begin that the instruction takes; -1 if it takes none. */
  final int openFrom;

  final int[] registers;
  final byte[] kinds;

  /** Registers that live at {@code instruction}, and what each is at hand as; keeps the arrays. */
  public CompiledExit(int instruction, int openFrom, int[] registers, byte[] kinds) {
    this.instruction = instruction;
    this.openFrom = openFrom;
    this.registers = registers;
    this.kinds = kinds;
  }

  /** About how many bytes this takes. */
  public int bytes() {
    return OBJECTS + REGISTER * registers.length;
  }
}
