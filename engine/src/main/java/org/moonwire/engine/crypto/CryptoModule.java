package org.moonwire.engine.crypto;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HexFormat;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.moonwire.engine.module.Arguments;
import org.moonwire.engine.module.FailureException;
import org.moonwire.engine.module.LuaModule;
import org.moonwire.engine.module.ModuleContext;
import org.moonwire.engine.module.ModuleTable;

/** The module {@code crypto}: random values, codes, encryption, tokens, signatures, keys. */
public final class CryptoModule implements LuaModule {
  private static final byte[] NOTHING = new byte[0];
  private static final int STEPS_PER_POLL = 1 << 16;

  private final Jwt jwt;

  /**
   * Makes the module. {@code clock} tells when tokens expire, and {@code ownTable} finds the
   * script's table behind a view of it.
   */
  public CryptoModule(Clock clock, UnaryOperator<Object> ownTable) {
    this.jwt = new Jwt(clock, ownTable);
  }

  @Override
  public String name() {
    return "crypto";
  }

  @Override
  public boolean isGlobal() {
    return false;
  }

  @Override
  public ModuleTable open(ModuleContext context) {
    return ModuleTable.builder()
        .table(
            "random",
            ModuleTable.builder()
                .function("bytes", RandomText::bytes)
                .function("string", RandomText::string)
                .function("uuid", args -> UUID.randomUUID().toString())
                .build())
        .table(
            "hmac",
            ModuleTable.builder()
                .function("sha256", args -> hmac("HmacSHA256", args))
                .function("sha512", args -> hmac("HmacSHA512", args))
                .build())
        .table(
            "encrypt",
            ModuleTable.builder()
                .function("aes", args -> encrypt(Aead.AES, args))
                .function("chacha20", args -> encrypt(Aead.CHACHA20, args))
                .build())
        .table(
            "decrypt",
            ModuleTable.builder()
                .function("aes", args -> decrypt(Aead.AES, args))
                .function("chacha20", args -> decrypt(Aead.CHACHA20, args))
                .build())
        .table(
            "jwt",
            ModuleTable.builder()
                .function("encode", jwt::encode)
                .function("verify", jwt::verify)
                .build())
        .function("sign", CryptoModule::sign)
        .function("verify", CryptoModule::verify)
        .function("pbkdf2", CryptoModule::pbkdf2)
        .function("constant_time_compare", CryptoModule::isEqual)
        .build();
  }

  private static byte[] hmac(String algorithm, Arguments args) {
    byte[] code = Digests.hmac(algorithm, args.bytes(1), args.bytes(2), args.context());
    return args.flag(3) ? code : HexFormat.of().formatHex(code).getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] encrypt(Aead cipher, Arguments args) {
    return cipher.encrypt(args.bytes(1), args.bytes(2), optional(args, 3), args.context());
  }

  private static byte[] decrypt(Aead cipher, Arguments args) {
    return cipher.decrypt(args.bytes(1), args.bytes(2), optional(args, 3), args.context());
  }

  private static byte[] optional(Arguments args, int i) {
    return args.isNil(i) ? NOTHING : args.bytes(i);
  }

  private static byte[] sign(Arguments args) {
    String algorithm = args.string(1);
    String key = args.string(2);
    byte[] data = args.bytes(3);
    return Signing.named(algorithm).sign(key, data, args.context());
  }

  private static boolean verify(Arguments args) {
    String algorithm = args.string(1);
    String key = args.string(2);
    byte[] data = args.bytes(3);
    byte[] signature = args.bytes(4);
    return Signing.named(algorithm).verify(key, data, signature, args.context());
  }

  private static byte[] pbkdf2(Arguments args) {
    byte[] password = args.bytes(1);
    byte[] salt = args.bytes(2);
    int rounds = (int) args.whole(3, 1, Pbkdf2.MAX_ROUNDS);
    int length = (int) args.whole(4, 1, Pbkdf2.MAX_LENGTH);
    String hash = args.isNil(5) ? "sha256" : args.string(5);
    if (!hash.equals("sha256") && !hash.equals("sha512")) {
      throw FailureException.invalid("unknown hash `" + hash + "`; give sha256 or sha512");
    }
    String algorithm = hash.equals("sha256") ? "HmacSHA256" : "HmacSHA512";
    return new Pbkdf2(algorithm, password, args.context()).derive(salt, rounds, length);
  }

  /** Takes as long for equal bytes as for different ones; the length is no secret. */
  private static boolean isEqual(Arguments args) {
    byte[] a = args.bytes(1);
    byte[] b = args.bytes(2);
    if (a.length != b.length) {
      return false;
    }
    int difference = 0;
    for (int i = 0; i < a.length; i++) {
      if (i % STEPS_PER_POLL == 0) {
        args.context().work(STEPS_PER_POLL);
      }
      difference |= a[i] ^ b[i];
    }
    return difference == 0;
  }
}
