package org.moonwire.engine.jit;

import java.util.concurrent.atomic.AtomicInteger;
import org.moonwire.engine.core.CodeGenerator;
import org.moonwire.engine.core.CompiledCode;
import org.moonwire.engine.core.Frame;
import org.moonwire.engine.core.Program;
import org.moonwire.engine.core.Recordings;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Compiles functions to hidden classes, which end with the functions that they are made of.
 * Thread-safe.
 */
public final class JitCompiler implements CodeGenerator {
  /** A function of more instructions becomes a longer method than the JVM compiles. */
  private static final int MAX_INSTRUCTIONS = 800;

  /** How often something was hot in the JVM so far, until that is enough. */
  private static final AtomicInteger HOT = new AtomicInteger();

  private final CompilerSettings settings;

  private JitCompiler(CompilerSettings settings) {
    this.settings = settings;
  }

  /**
   * A compiler as the builder of an engine says, which is null if it says nothing: then there is
   * one unless the system property {@code moonwire.compiler} is {@code off}.
   */
  public static CodeGenerator configured(Boolean configured) {
    CompilerSettings settings = CompilerSettings.of(configured);
    return settings.isOn() ? new JitCompiler(settings) : NONE;
  }

  @Override
  public boolean isWorthLoading() {
    return HOT.get() >= settings.hot() || HOT.incrementAndGet() >= settings.hot();
  }

  @Override
  public int callsUntilHot() {
    return settings.calls();
  }

  @Override
  public int maxExits() {
    return settings.exits();
  }

  @Override
  public CompiledCode compile(Program program, Frame frame) {
    try {
      return make(program, frame);
    } catch (NotCompiledException e) {
      Recordings.notCompiled(program, frame, e.getMessage());
      return null;
    }
  }

  private CompiledCode make(Program program, Frame frame) {
    if (program.code.length > MAX_INSTRUCTIONS) {
      throw new NotCompiledException("a function of " + program.code.length + " instructions");
    }
    Analysis analysis = new Analysis(new Bytecode(program));
    int entry = frame == null ? 0 : frame.nextInstruction();
    int[][] kinds = new int[program.code.length][];
    CompiledClass result = new CompiledClass(analysis.code, frame != null);

    CompiledMethod nowhere = result.method(new MethodVisitor(Opcodes.ASM9) {});
    nowhere.begin();
    Translator translator = new Translator(analysis, nowhere, kinds, true, settings.forced());
    translator.enter(frame, entry);
    translator.findKinds(entry);

    CompiledMethod method = result.method();
    method.begin();
    translator = new Translator(analysis, method, kinds, false, settings.forced());
    translator.enter(frame, entry);
    translator.write(entry);
    method.end();
    return result.define(method);
  }
}
