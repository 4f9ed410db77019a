package org.moonwire.engine.crypto;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32;
import org.moonwire.engine.module.Arguments;
import org.moonwire.engine.module.CallContext;
import org.moonwire.engine.module.LuaModule;
import org.moonwire.engine.module.ModuleContext;
import org.moonwire.engine.module.ModuleTable;

/** The module {@code hash}: hashes and codes as lower-case hex or bytes, and checksums. */
public final class HashModule implements LuaModule {
  private static final int CHUNK = 1 << 16;

  /** The functions and the JDK's names of the algorithms. */
  private static final Map<String, String> ALGORITHMS =
      Map.of(
          "md5", "MD5",
          "sha1", "SHA-1",
          "sha256", "SHA-256",
          "sha384", "SHA-384",
          "sha512", "SHA-512");

  @Override
  public String name() {
    return "hash";
  }

  @Override
  public boolean isGlobal() {
    return false;
  }

  @Override
  public ModuleTable open(ModuleContext context) {
    ModuleTable.Builder table = ModuleTable.builder();
    ALGORITHMS.forEach(
        (name, algorithm) -> {
          String mac = "Hmac" + name.toUpperCase(Locale.ROOT);
          table
              .function(name, args -> shown(hash(algorithm, args), args.flag(2)))
              .function("hmac_" + name, args -> shown(hmac(mac, args), args.flag(3)));
        });
    return table
        .function("crc32", args -> crc32(args.bytes(1), args.context()))
        .function("fnv32", args -> fnv32(args.bytes(1), args.context()))
        .function("fnv64", args -> fnv64(args.bytes(1), args.context()))
        .build();
  }

  private static byte[] hash(String algorithm, Arguments args) {
    return Digests.hash(algorithm, args.bytes(1), args.context());
  }

  private static byte[] hmac(String algorithm, Arguments args) {
    return Digests.hmac(algorithm, args.bytes(2), args.bytes(1), args.context());
  }

  private static byte[] shown(byte[] code, boolean raw) {
    return raw ? code : HexFormat.of().formatHex(code).getBytes(StandardCharsets.US_ASCII);
  }

  private static long crc32(byte[] data, CallContext context) {
    CRC32 crc = new CRC32();
    for (int from = 0; from < data.length; from += CHUNK) {
      context.work(CHUNK);
      crc.update(data, from, Math.min(CHUNK, data.length - from));
    }
    return crc.getValue();
  }

  /** FNV-1a (draft-eastlake-fnv, section 2). */
  private static long fnv32(byte[] data, CallContext context) {
    int hash = 0x811c9dc5;
    for (int i = 0; i < data.length; i++) {
      poll(i, context);
      hash = (hash ^ (data[i] & 0xFF)) * 0x01000193;
    }
    return Integer.toUnsignedLong(hash);
  }

  /** FNV-1a as hex: numbers of Lua do not hold 64 bits. */
  private static String fnv64(byte[] data, CallContext context) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < data.length; i++) {
      poll(i, context);
      hash = (hash ^ (data[i] & 0xFF)) * 0x100000001b3L;
    }
    return HexFormat.of().toHexDigits(hash);
  }

  private static void poll(int i, CallContext context) {
    if ((i & (CHUNK - 1)) == 0) {
      context.work(CHUNK);
    }
  }
}
