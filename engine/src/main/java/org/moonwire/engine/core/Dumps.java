package org.moonwire.engine.core;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.Prototype;

/**
 * {@code string.dump} for one realm. A dump is no bytecode but a random number that stands for a
 * function of this realm, so that nothing can be loaded that was not compiled here. The latest
 * thousand are remembered. Realm thread only.
 */
public final class Dumps {
  private static final byte[] SIGNATURE = "\33Lua".getBytes(StandardCharsets.US_ASCII);
  private static final int REMEMBERED = 1000;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Map<LuaString, Prototype> known = new LinkedHashMap<>();

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
          return dump(closure.prototype);
        });
  }

  private LuaString dump(Prototype prototype) {
    LuaString present = dumps.get(prototype);
    if (present != null) {
      return present;
    }
    ByteBuffer bytes = ByteBuffer.allocate(SIGNATURE.length + 2 * Long.BYTES).put(SIGNATURE);
    bytes.putLong(RANDOM.nextLong()).putLong(RANDOM.nextLong());
    LuaString dump = LuaString.valueUsing(bytes.array());
    known.put(dump, prototype);
    dumps.put(prototype, dump);
    if (known.size() > REMEMBERED) {
      dumps.remove(known.remove(known.keySet().iterator().next()));
    }
    return dump;
  }

  /** The function behind a dump, null if it is none of this realm. */
  public Prototype find(LuaString dump) {
    return known.get(dump);
  }
}
