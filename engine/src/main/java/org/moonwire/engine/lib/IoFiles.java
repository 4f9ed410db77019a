package org.moonwire.engine.lib;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.regex.Pattern;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.core.EngineCore;
import org.moonwire.engine.core.LuaStrings;
import org.moonwire.engine.core.Table;

/** The files of one realm: the standard ones, the default ones, and those that scripts opened. */
final class IoFiles {
  private static final Pattern MODE = Pattern.compile("[rwa]\\+?b?");

  /** How many files of {@code io.tmpfile} a realm has open at once. */
  private static final int MAX_TEMPORARY = 256;

  private final EngineCore core;
  private final LuaTable metatable = new Table();
  private final Set<ByteStream> open = Collections.newSetFromMap(new WeakHashMap<>());
  private final Set<DiskStream> temporary = Collections.newSetFromMap(new WeakHashMap<>());
  final LuaFile stdin = new LuaFile(ContextStream.in(), metatable);
  final LuaFile stdout = new LuaFile(ContextStream.out(), metatable);
  final LuaFile stderr = new LuaFile(ContextStream.err(), metatable);
  LuaFile input = stdin;
  LuaFile output = stdout;

  IoFiles(EngineCore core) {
    this.core = core;
  }

  LuaTable metatable() {
    return metatable;
  }

  static boolean isMode(String mode) {
    return MODE.matcher(mode).matches();
  }

  /** Opens a file; the mode is valid. */
  LuaFile open(LuaString name, String mode) throws IOException {
    return adopt(openStream(name, mode));
  }

  private ByteStream openStream(LuaString name, String mode) throws IOException {
    // What is read may be what another file of the script still holds back.
    flush();
    String[] actions =
        mode.indexOf('+') > 0
            ? new String[] {PolicyGate.READ, PolicyGate.WRITE}
            : new String[] {mode.charAt(0) == 'r' ? PolicyGate.READ : PolicyGate.WRITE};
    Path path = path(name, actions);
    try {
      return DiskStream.open(path, mode);
    } catch (IOException e) {
      if (!Failure.isTooManyFiles(e)) {
        throw e;
      }
      // Perhaps there are files that nobody can reach any more.
      System.gc();
      return DiskStream.open(path, mode);
    }
  }

  static Path path(LuaString name, String... actions) throws IOException {
    try {
      return PolicyGate.path(LuaStrings.display(name), actions);
    } catch (InvalidPathException e) {
      throw new java.nio.file.NoSuchFileException(LuaStrings.display(name));
    }
  }

  LuaFile temporary() throws IOException {
    temporary.removeIf(stream -> !stream.isOpen());
    if (temporary.size() >= MAX_TEMPORARY) {
      throw new IOException(Failure.TOO_MANY.text());
    }
    DiskStream stream =
        DiskStream.temporary(PolicyGate.temporary(PolicyGate.READ, PolicyGate.WRITE));
    temporary.add(stream);
    return adopt(stream);
  }

  LuaFile adopt(ByteStream stream) {
    open.add(stream);
    return new LuaFile(stream, metatable, core);
  }

  private void flush() throws IOException {
    for (ByteStream stream : open.toArray(ByteStream[]::new)) {
      try {
        stream.flush();
      } catch (java.nio.channels.ClosedChannelException e) {
        open.remove(stream);
      }
    }
  }

  /** What an operation returns that gives true or fails. */
  static Varargs done(Operation operation) {
    try {
      operation.run();
      return org.luaj.vm2.LuaValue.TRUE;
    } catch (IOException | java.nio.channels.NonWritableChannelException e) {
      return Failure.of(e).results(null);
    }
  }

  /** Something that fails as files do. */
  @FunctionalInterface
  interface Operation {
    void run() throws IOException;
  }
}
