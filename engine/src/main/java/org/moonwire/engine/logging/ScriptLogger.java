package org.moonwire.engine.logging;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.moonwire.engine.module.Arguments;
import org.moonwire.engine.module.CallContext;
import org.moonwire.engine.module.LogEntry;
import org.moonwire.engine.module.LogSink;
import org.moonwire.engine.module.LuaObject;
import org.moonwire.engine.module.LuaType;
import org.moonwire.engine.module.Results;
import org.moonwire.engine.module.StackFrame;

/** A logger with a name and fields of its own. Immutable. */
final class ScriptLogger implements LuaObject {
  static final Map<String, System.Logger.Level> LEVELS =
      Map.of(
          "debug", System.Logger.Level.DEBUG,
          "info", System.Logger.Level.INFO,
          "warn", System.Logger.Level.WARNING,
          "error", System.Logger.Level.ERROR);

  static final LuaType<ScriptLogger> TYPE = type();

  private static final int MAX_FIELDS = 50;
  private static final int MAX_NAME = 100;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");
  private static final System.Logger LOG = System.getLogger("org.moonwire.engine");

  private final LogSink sink;
  private final String name;
  private final Map<String, Object> fields;

  ScriptLogger(LogSink sink, String name, Map<String, Object> fields) {
    this.sink = sink;
    this.name = name;
    this.fields = fields;
  }

  private static LuaType<ScriptLogger> type() {
    LuaType.Builder<ScriptLogger> type = LuaType.named("logger.Logger", ScriptLogger.class);
    LEVELS.forEach((name, level) -> type.method(name, (self, args) -> self.log(level, args, 1)));
    return type.method("with", (self, args) -> self.with(args, 1))
        .method("named", (self, args) -> self.named(args, 1))
        .build();
  }

  /** Logs the message in argument {@code i} with the fields in the next one. */
  Results log(System.Logger.Level level, Arguments args, int i) {
    String message = LogText.message(args, i);
    Map<String, Object> own = fields(args, i + 1);
    CallContext context = args.context();
    if (!sink.isLoggable(level, name)) {
      return Results.none();
    }
    long dropped = context.runState(RateLimit.class, RateLimit::new).take();
    if (dropped < 0) {
      return Results.none();
    }
    Map<String, Object> all = merged(own);
    if (dropped > 0) {
      all.put("dropped", dropped);
    }
    StackFrame place = place(context.stack());
    try {
      sink.log(new LogEntry(level, name, message, all, place.source(), place.line()));
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, "the sink for what scripts log failed", e);
    }
    return Results.none();
  }

  private static StackFrame place(List<StackFrame> stack) {
    return stack.stream()
        .filter(frame -> frame.line() > 0)
        .findFirst()
        .orElse(new StackFrame("?", -1, "", ""));
  }

  /** A logger that adds the fields in argument {@code i} to all that it logs. */
  ScriptLogger with(Arguments args, int i) {
    Map<String, Object> more = LogText.fields(args, i);
    Map<String, Object> all = merged(more);
    if (all.size() > MAX_FIELDS) {
      throw args.error(i, "more than " + MAX_FIELDS + " fields");
    }
    return new ScriptLogger(sink, name, all);
  }

  /** A logger whose name is in argument {@code i}, below the name of this one. */
  ScriptLogger named(Arguments args, int i) {
    String more = args.string(i);
    String full = name.isEmpty() ? more : name + "." + more;
    if (!NAME.matcher(full).matches() || full.length() > MAX_NAME) {
      throw args.error(
          i,
          "name of letters, digits, `_`, `-` and dots between, at most " + MAX_NAME + ", expected");
    }
    return new ScriptLogger(sink, full, fields);
  }

  private Map<String, Object> fields(Arguments args, int i) {
    return args.isNil(i) ? Map.of() : LogText.fields(args, i);
  }

  private Map<String, Object> merged(Map<String, Object> more) {
    Map<String, Object> all = new TreeMap<>(fields);
    all.putAll(more);
    return all;
  }

  @Override
  public LuaType<ScriptLogger> luaType() {
    return TYPE;
  }
}
