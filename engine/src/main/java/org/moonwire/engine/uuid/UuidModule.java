package org.moonwire.engine.uuid;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.UUID;
import java.util.regex.Pattern;
import org.moonwire.engine.module.Arguments;
import org.moonwire.engine.module.FailureException;
import org.moonwire.engine.module.LuaModule;
import org.moonwire.engine.module.ModuleContext;
import org.moonwire.engine.module.ModuleTable;
import org.moonwire.engine.module.NewTable;

/** The module {@code uuid} (RFC 9562). */
public final class UuidModule implements LuaModule {
  private static final int CHUNK = 1 << 16;
  private static final int MAX_SHOWN = 60;
  private static final Pattern STANDARD =
      Pattern.compile("(?i)(?:urn:uuid:)?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  private static final Pattern SIMPLE = Pattern.compile("(?i)[0-9a-f]{32}");

  private final Clock clock;

  /** Makes the module; {@code clock} gives the time in ids. */
  public UuidModule(Clock clock) {
    this.clock = clock;
  }

  @Override
  public String name() {
    return "uuid";
  }

  @Override
  public boolean isGlobal() {
    return false;
  }

  @Override
  public ModuleTable open(ModuleContext context) {
    TimedIds timed = new TimedIds(clock);
    return ModuleTable.builder()
        .function("v1", args -> timed.v1().toString())
        .function("v3", args -> named(args, 3, "MD5"))
        .function("v4", args -> UUID.randomUUID().toString())
        .function("v5", args -> named(args, 5, "SHA-1"))
        .function("v7", args -> timed.v7().toString())
        .function("validate", args -> args.get(1) instanceof String text && read(text) != null)
        .function("version", args -> id(args, 1).version())
        .function("variant", args -> variant(id(args, 1)))
        .function("parse", args -> parts(id(args, 1)))
        .function("format", UuidModule::format)
        .build();
  }

  /** The id; null if the text is none. */
  private static UUID read(String text) {
    if (SIMPLE.matcher(text).matches()) {
      return new UUID(
          Long.parseUnsignedLong(text.substring(0, 16), 16),
          Long.parseUnsignedLong(text.substring(16), 16));
    }
    return STANDARD.matcher(text).matches()
        ? UUID.fromString(text.substring(text.length() - 36))
        : null;
  }

  private static UUID id(Arguments args, int i) {
    String text = args.string(i);
    UUID id = read(text);
    if (id == null) {
      String shown = text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "...";
      throw FailureException.invalid("`" + shown + "` is no UUID");
    }
    return id;
  }

  /** The same id for the same name in the same namespace (sections 5.3 and 5.5). */
  private static String named(Arguments args, int version, String algorithm) {
    UUID namespace = id(args, 1);
    byte[] name = args.bytes(2);
    ByteBuffer hash = ByteBuffer.wrap(hash(algorithm, namespace, name, args));
    long high = (hash.getLong() & ~0xF000L) | ((long) version << 12);
    long low = (hash.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low).toString();
  }

  private static byte[] hash(String algorithm, UUID namespace, byte[] name, Arguments args) {
    try {
      MessageDigest digest = MessageDigest.getInstance(algorithm);
      digest.update(bytes(namespace));
      for (int from = 0; from < name.length; from += CHUNK) {
        args.context().work(4L * CHUNK);
        digest.update(name, from, Math.min(CHUNK, name.length - from));
      }
      return digest.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] bytes(UUID id) {
    return ByteBuffer.allocate(16)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits())
        .array();
  }

  /** As section 4.1 has them. */
  private static String variant(UUID id) {
    return switch (id.variant()) {
      case 0 -> "NCS";
      case 2 -> "RFC4122";
      case 6 -> "Microsoft";
      default -> "Future";
    };
  }

  private static NewTable parts(UUID id) {
    boolean ours = id.variant() == 2;
    Double seconds = null;
    String node = null;
    if (ours && (id.version() == 1 || id.version() == 6)) {
      seconds = (ticks(id) - TimedIds.GREGORIAN) / 1e7;
      node = HexFormat.of().formatHex(bytes(id), 10, 16);
    } else if (ours && id.version() == 7) {
      seconds = (id.getMostSignificantBits() >>> 16) / 1e3;
    }
    return NewTable.of(
        "version", id.version(), "variant", variant(id), "timestamp", seconds, "node", node);
  }

  /** The time of version 1, or of version 6 (section 5.6), which begins with its highest bits. */
  private static long ticks(UUID id) {
    long high = id.getMostSignificantBits();
    return id.version() == 1 ? id.timestamp() : ((high >>> 16) << 12) | (high & 0xFFF);
  }

  private static String format(Arguments args) {
    UUID id = id(args, 1);
    String form = args.isNil(2) ? "standard" : args.string(2);
    return switch (form) {
      case "standard" -> id.toString();
      case "simple" -> HexFormat.of().formatHex(bytes(id));
      case "urn" -> "urn:uuid:" + id;
      default ->
          throw FailureException.invalid(
              "unknown form `" + form + "`; give standard, simple or urn");
    };
  }
}
