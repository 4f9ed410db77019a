package org.moonwire.engine.modules;

import java.util.Arrays;
import java.util.Base64;
import org.moonwire.engine.module.Arguments;
import org.moonwire.engine.module.CallContext;
import org.moonwire.engine.module.FailureException;
import org.moonwire.engine.module.LuaModule;
import org.moonwire.engine.module.ModuleContext;
import org.moonwire.engine.module.ModuleTable;
import org.moonwire.engine.module.OptionTable;

/** The module {@code base64} (RFC 4648, sections 4 and 5). */
public final class Base64Module implements LuaModule {
  /** What is coded between two polls; whole groups of three bytes and of four letters. */
  private static final int CHUNK = 3 * 4 * 16_384;

  /** For each byte: the letter of the standard alphabet that it means, 0 if none. */
  private static final byte[] LETTERS = letters();

  private static byte[] letters() {
    byte[] letters = new byte[256];
    for (int c = 0; c < 256; c++) {
      boolean standard = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
      letters[c] = standard || c == '+' || c == '/' ? (byte) c : 0;
    }
    letters['-'] = '+';
    letters['_'] = '/';
    return letters;
  }

  @Override
  public String name() {
    return "base64";
  }

  @Override
  public boolean isGlobal() {
    return false;
  }

  @Override
  public ModuleTable open(ModuleContext context) {
    return ModuleTable.builder()
        .function("encode", Base64Module::encode)
        .function("decode", Base64Module::decode)
        .build();
  }

  private static byte[] encode(Arguments args) {
    byte[] data = args.bytes(1);
    OptionTable options = OptionTable.of(args, 2);
    boolean url = options.flag("url", false);
    boolean padding = options.flag("padding", true);
    options.finish();
    Base64.Encoder encoder = url ? Base64.getUrlEncoder() : Base64.getEncoder();
    return encode(data, padding ? encoder : encoder.withoutPadding(), args.context());
  }

  private static byte[] encode(byte[] data, Base64.Encoder encoder, CallContext context) {
    context.allocate((data.length + 2L) / 3 * 4);
    byte[] text = new byte[(int) ((data.length + 2L) / 3 * 4)];
    int length = 0;
    for (int from = 0; from < data.length; from += CHUNK) {
      byte[] piece = Arrays.copyOfRange(data, from, Math.min(data.length, from + CHUNK));
      context.work(piece.length);
      byte[] coded = encoder.encode(piece);
      System.arraycopy(coded, 0, text, length, coded.length);
      length += coded.length;
    }
    return length == text.length ? text : Arrays.copyOf(text, length);
  }

  private static byte[] decode(Arguments args) {
    byte[] text = args.bytes(1);
    CallContext context = args.context();
    int length = text.length;
    while (length > 0 && text[length - 1] == '=' && text.length - length < 2) {
      length--;
    }
    for (int i = 0; i < length; i++) {
      if ((i & 0xFFFF) == 0) {
        context.work(0x1_0000);
      }
      byte letter = LETTERS[text[i] & 0xFF];
      if (letter == 0) {
        throw FailureException.invalid("no character of base64 at position " + (i + 1));
      }
      text[i] = letter;
    }
    if (length % 4 == 1 || (length < text.length && text.length % 4 != 0)) {
      throw FailureException.invalid(
          "`" + text.length + "` characters are no base64: letters or padding are missing");
    }
    return decode(text, length, context);
  }

  private static byte[] decode(byte[] text, int letters, CallContext context) {
    byte[] data = new byte[(int) (letters * 3L / 4)];
    int length = 0;
    for (int from = 0; from < letters; from += CHUNK) {
      byte[] piece = Arrays.copyOfRange(text, from, Math.min(letters, from + CHUNK));
      context.work(piece.length);
      byte[] decoded = Base64.getDecoder().decode(piece);
      System.arraycopy(decoded, 0, data, length, decoded.length);
      length += decoded.length;
    }
    return data;
  }
}
