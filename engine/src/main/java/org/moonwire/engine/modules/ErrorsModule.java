package org.moonwire.engine.modules;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.moonwire.engine.core.Poll;
import org.moonwire.engine.module.Arguments;
import org.moonwire.engine.module.ErrorKind;
import org.moonwire.engine.module.ErrorValue;
import org.moonwire.engine.module.LuaModule;
import org.moonwire.engine.module.LuaType;
import org.moonwire.engine.module.ModuleContext;
import org.moonwire.engine.module.ModuleTable;
import org.moonwire.engine.module.NewTable;
import org.moonwire.engine.module.StackFrame;

/** The module {@code errors}, which is also a global (engine/manual/errors.md). */
public final class ErrorsModule implements LuaModule {
  private static final LuaType<ErrorValue> ERROR = ErrorValue.of("", "").luaType();

  @Override
  public String name() {
    return "errors";
  }

  @Override
  public ModuleTable open(ModuleContext context) {
    return ModuleTable.builder()
        .constant("UNKNOWN", ErrorKind.UNKNOWN)
        .constant("NOT_FOUND", ErrorKind.NOT_FOUND)
        .constant("ALREADY_EXISTS", ErrorKind.ALREADY_EXISTS)
        .constant("INVALID", ErrorKind.INVALID)
        .constant("PERMISSION_DENIED", ErrorKind.PERMISSION_DENIED)
        .constant("UNAVAILABLE", ErrorKind.UNAVAILABLE)
        .constant("INTERNAL", ErrorKind.INTERNAL)
        .constant("CANCELED", ErrorKind.CANCELED)
        .constant("CONFLICT", ErrorKind.CONFLICT)
        .constant("TIMEOUT", ErrorKind.TIMEOUT)
        .constant("RATE_LIMITED", ErrorKind.RATE_LIMITED)
        .function("new", ErrorsModule::make)
        .function("wrap", ErrorsModule::wrap)
        .function("is", ErrorsModule::is)
        .function("call_stack", ErrorsModule::callStack)
        .build();
  }

  private static ErrorValue make(Arguments args) {
    ErrorValue error =
        switch (args.typeName(1)) {
          case "string" -> ErrorValue.of(ErrorKind.UNKNOWN, text(args.get(1)));
          case "table" -> fromFields(args, args.table(1));
          default -> throw args.error(1, "expected string or table");
        };
    return error.withStack(args.context().stack());
  }

  private static ErrorValue fromFields(Arguments args, Map<Object, Object> fields) {
    Object message = fields.get("message");
    if (message == null) {
      throw args.error(1, "message field is required");
    }
    if (!isText(message)) {
      throw args.error(1, "message must be a string");
    }
    Object kind = fields.get("kind");
    ErrorValue error = ErrorValue.of(isText(kind) ? text(kind) : ErrorKind.UNKNOWN, text(message));
    if (fields.get("retryable") instanceof Boolean retryable) {
      error = error.withRetryable(retryable);
    }
    return fields.get("details") instanceof Map<?, ?> details
        ? withDetails(args, error, details)
        : error;
  }

  private static ErrorValue withDetails(Arguments args, ErrorValue error, Map<?, ?> details) {
    try {
      return error.withDetails(details);
    } catch (IllegalArgumentException tooLarge) {
      throw args.error(1, tooLarge.getMessage());
    }
  }

  private static ErrorValue wrap(Arguments args) {
    ErrorValue wrapped =
        args.is(1, ERROR)
            ? args.object(1, ERROR)
            : ErrorValue.of(ErrorKind.UNKNOWN, requireText(args, 1));
    String context = args.is(2, ERROR) ? args.object(2, ERROR).message() : requireText(args, 2);
    Poll.checkStringLength((long) wrapped.text().length() + context.length());
    List<StackFrame> stack = wrapped.stack().isEmpty() ? args.context().stack() : wrapped.stack();
    return wrapped.wrap(context).withStack(stack);
  }

  private static String requireText(Arguments args, int i) {
    if (!args.typeName(i).equals("string")) {
      throw args.error(i, "expected string or error, got " + args.typeName(i));
    }
    return text(args.get(i));
  }

  private static boolean is(Arguments args) {
    if (!args.typeName(2).equals("string")) {
      throw args.error(2, "string expected, got " + args.typeName(2));
    }
    return args.is(1, ERROR) && args.object(1, ERROR).kind().equals(text(args.get(2)));
  }

  private static NewTable callStack(Arguments args) {
    if (!args.is(1, ERROR) || args.object(1, ERROR).stack().isEmpty()) {
      return null;
    }
    List<NewTable> frames = new ArrayList<>();
    for (StackFrame frame : args.object(1, ERROR).stack()) {
      frames.add(
          NewTable.of(
              "level", frames.size() + 1,
              "source", frame.source(),
              "line", frame.line(),
              "name", frame.name(),
              "type", frame.type()));
    }
    return NewTable.of("thread", "main", "frames", NewTable.list(frames));
  }

  private static boolean isText(Object value) {
    return value instanceof String || value instanceof byte[];
  }

  /** Messages and kinds are text: bytes that are no UTF-8 are replaced. */
  private static String text(Object value) {
    return value instanceof byte[] bytes
        ? new String(bytes, StandardCharsets.UTF_8)
        : (String) value;
  }
}
