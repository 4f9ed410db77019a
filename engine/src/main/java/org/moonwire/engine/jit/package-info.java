/**
 * Compiles Lua functions that are hot to hidden classes of the JVM. Internal; the interpreter knows
 * it as a {@link org.moonwire.engine.core.CodeGenerator}.
 *
 * <p>A function is taken apart ({@code Bytecode}); what lives where ({@code Liveness}) and what is
 * wanted as a number ({@code Demand}) is found out; then {@code Translator} goes over it, first
 * into nothing, until it is known in which kinds each register is at hand, then into a class.
 *
 * <p>A register is at hand boxed, as an integer (a {@code long} of the JVM), as a double, or as
 * several of these at once. At language level 5.2, where all numbers are doubles, an integer is one
 * that LuaJ's integer type keeps: each operation whose result might be another one checks, and
 * leaves for the interpreter, which makes it a double; products, quotients and powers are computed
 * on doubles, since 0 and -0 differ. At level 5.4 an integer has all 64 bits and wraps, neither
 * kind may be taken for the other, and what may be either is calculated as values; which of them an
 * operand is expected to be is what the interpreter has seen ({@code SubtypeKinds}).
 *
 * <p>Compiled calls are on the Java stack and nobody sees them: whatever could look at them, wait,
 * call back or fail is left to the interpreter. To leave is to write the registers to a frame, with
 * the very instruction that is to be carried out next, and so for each caller.
 */
package org.moonwire.engine.jit;
