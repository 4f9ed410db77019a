package org.moonwire.engine.core;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.WeakHashMap;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.Prototype;
import org.moonwire.engine.module.Language;

/**
 * {@code string.dump} for one realm. A dump is no bytecode but a random number that stands for a
 * function of this realm, so that nothing can be loaded that was not compiled here. The latest
 * thousand are remembered. Realm thread only.
 */
public final class Dumps {
  private static final byte[] SIGNATURE = "\33Lua".getBytes(StandardCharsets.US_ASCII);

  /** What {@code luac} of level 5.4 writes first, so that programs know what it is. */
  private static final byte[] HEADER_54 =
      ByteBuffer.allocate(31)
          .order(ByteOrder.LITTLE_ENDIAN)
          .put(SIGNATURE)
          .put(new byte[] {0x54, 0, 0x19, (byte) 0x93, '\r', '\n', 0x1a, '\n'})
          .put(new byte[] {Integer.BYTES, Long.BYTES, Double.BYTES})
          .putLong(0x5678)
          .putDouble(370.5)
          .array();

  private static final int REMEMBERED = 1000;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Map<LuaString, Prototype> known = new LinkedHashMap<>();

  /** Of each that was dumped so, the one without debug information. */
  private final Map<Prototype, Prototype> stripped = new WeakHashMap<>();

  /** The dump of each that is known. */
  private final IdentityHashMap<Prototype, LuaString> dumps = new IdentityHashMap<>();

  /** The function {@code dump}. */
  public Builtin function() {
    return Builtin.of(
        "dump",
        args -> {
          if (!(Args.function(args, 1) instanceof Closure closure)) {
            throw LuaRuntimeException.message("unable to dump given function");
          }
          boolean strips = args.arg(2).toboolean() && is54();
          return dump(strips ? stripped(closure.prototype) : closure.prototype);
        });
  }

  private LuaString dump(Prototype prototype) {
    LuaString present = dumps.get(prototype);
    if (present != null) {
      return present;
    }
    byte[] header = is54() ? HEADER_54 : SIGNATURE;
    ByteBuffer bytes = ByteBuffer.allocate(header.length + 2 * Long.BYTES).put(header);
    bytes.putLong(RANDOM.nextLong()).putLong(RANDOM.nextLong());
    LuaString dump = LuaString.valueUsing(bytes.array());
    known.put(dump, prototype);
    dumps.put(prototype, dump);
    if (known.size() > REMEMBERED) {
      dumps.remove(known.remove(known.keySet().iterator().next()));
    }
    return dump;
  }

  private static boolean is54() {
    return Task.running().realm.core().language() == Language.LUA_5_4;
  }

  /** The same each time, as its dump is. */
  private Prototype stripped(Prototype prototype) {
    return stripped.computeIfAbsent(prototype, p -> ((Program) p).withoutDebugInformation());
  }

  /** Whether a text is the beginning of a dump and not all of it. */
  public boolean isTruncated(LuaString text) {
    return is54()
        && known.keySet().stream().anyMatch(d -> d.m_length > text.m_length && begins(d, text));
  }

  private static boolean begins(LuaString dump, LuaString text) {
    return dump.substring(0, text.m_length).raweq(text);
  }

  /** The function behind a dump, null if it is none of this realm. */
  public Prototype find(LuaString dump) {
    return known.get(dump);
  }
}
