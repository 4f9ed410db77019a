package org.moonwire.engine.module;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Error objects as scripts see them (engine/manual/errors.md). */
final class ErrorType {
  static final LuaType<ErrorValue> TYPE =
      LuaType.named("error", ErrorValue.class)
          .method("message", "", (error, args) -> error.message())
          .method("kind", "", (error, args) -> error.kind())
          .method("retryable", null, (error, args) -> error.retryable())
          .method("details", null, (error, args) -> details(error))
          .method("stack", null, (error, args) -> stack(error))
          .metamethod("__tostring", args -> args.object(1, ErrorType.TYPE).message())
          .metamethod("__concat", ErrorType::concat)
          .build();

  private ErrorType() {}

  private static Object details(ErrorValue error) {
    return error.luaDetails().isEmpty() ? null : error.luaDetails().toTable();
  }

  private static String stack(ErrorValue error) {
    StringBuilder text = new StringBuilder(error.text());
    if (!error.stack().isEmpty()) {
      text.append("\nstack traceback:");
      error.stack().forEach(frame -> text.append("\n\t").append(frame));
    }
    return text.toString();
  }

  private static byte[] concat(Arguments args) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    joined.writeBytes(text(args, 1));
    joined.writeBytes(text(args, 2));
    return joined.toByteArray();
  }

  /** What an operand contributes; any value does, unlike with strings alone. */
  private static byte[] text(Arguments args, int i) {
    if (args.is(i, TYPE)) {
      return args.object(i, TYPE).message().getBytes(StandardCharsets.UTF_8);
    }
    String text =
        switch (args.typeName(i)) {
          case "string", "number" -> null;
          case "nil", "boolean" -> args.isNil(i) ? "nil" : args.get(i).toString();
          default -> args.typeName(i);
        };
    return text == null ? args.bytes(i) : text.getBytes(StandardCharsets.UTF_8);
  }
}
