package org.moonwire.engine.modules;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.core.Args;
import org.moonwire.engine.core.Builtin;
import org.moonwire.engine.core.Entries;
import org.moonwire.engine.core.LuaStrings;
import org.moonwire.engine.core.Poll;
import org.moonwire.engine.json.JsonException;
import org.moonwire.engine.json.JsonInteger;
import org.moonwire.engine.json.JsonMarks;
import org.moonwire.engine.json.JsonNull;
import org.moonwire.engine.json.JsonReader;
import org.moonwire.engine.json.JsonWriter;
import org.moonwire.engine.json.LargeIntegers;
import org.moonwire.engine.module.ErrorKind;
import org.moonwire.engine.module.ErrorValue;
import org.moonwire.engine.module.LuaModule;
import org.moonwire.engine.module.LuaObject;
import org.moonwire.engine.module.ModuleContext;
import org.moonwire.engine.module.ModuleTable;
import org.moonwire.engine.schema.JsonSchema;
import org.moonwire.engine.schema.SchemaException;
import org.moonwire.engine.schema.SchemaProblem;

/**
 * The module {@code json} (engine/manual/json.md). Its functions take Lua values as they are
 * instead of {@code Arguments}: views of tables and copies of strings would cost more than the
 * JSON.
 */
public final class JsonModule implements LuaModule {
  private static final String SORT_KEYS = "sort_keys";
  private static final int MAX_INDENT = 8;
  private static final int MAX_SHOWN = 60;
  private static final long BYTES_PER_INTEGER = 160;

  private final Function<LuaObject, LuaValue> toLua;
  private final UnaryOperator<Object> ownTable;
  private final JsonSchema schemas = new JsonSchema();

  /**
   * Makes the module; {@code toLua} makes the userdata of an object, {@code ownTable} finds the
   * script's table behind a view of it.
   */
  public JsonModule(Function<LuaObject, LuaValue> toLua, UnaryOperator<Object> ownTable) {
    this.toLua = toLua;
    this.ownTable = ownTable;
  }

  @Override
  public String name() {
    return "json";
  }

  @Override
  public ModuleTable open(ModuleContext context) {
    return ModuleTable.builder()
        .constant("null", JsonNull.INSTANCE)
        .constant("encode", Builtin.of("encode", this::encode))
        .constant("pretty", Builtin.of("pretty", this::pretty))
        .constant("decode", Builtin.of("decode", this::decode))
        .constant("validate", Builtin.of("validate", args -> validate(args, false)))
        .constant("validate_string", Builtin.of("validate_string", args -> validate(args, true)))
        .constant("array", mark("array", JsonMarks.Form.ARRAY))
        .constant("object", mark("object", JsonMarks.Form.OBJECT))
        .build();
  }

  private Varargs encode(Varargs args) {
    try {
      LuaValue sort =
          args.arg(2) instanceof LuaTable options ? options.rawget(SORT_KEYS) : LuaValue.NIL;
      return write(args.arg1(), new JsonWriter.Style(0, sortKeys(sort)));
    } catch (JsonException refused) {
      return failure(ErrorKind.INVALID, "encode failed", refused.getMessage());
    }
  }

  private Varargs pretty(Varargs args) {
    try {
      Map<String, LuaValue> options = options(args, "indent", SORT_KEYS);
      LuaValue given = options.getOrDefault("indent", LuaValue.valueOf(2));
      double indent = given.type() == LuaValue.TNUMBER ? given.todouble() : -1;
      if (indent != Math.rint(indent) || indent < 1 || indent > MAX_INDENT) {
        throw wrong("indent", given, "a whole number from 1 to " + MAX_INDENT);
      }
      return write(
          args.arg1(), new JsonWriter.Style((int) indent, sortKeys(options.get(SORT_KEYS))));
    } catch (JsonException refused) {
      return failure(ErrorKind.INVALID, "encode failed", refused.getMessage());
    }
  }

  private Varargs write(LuaValue value, JsonWriter.Style style) {
    try {
      return JsonWriter.write(value, ownTable, style);
    } catch (JsonException refused) {
      return failure(ErrorKind.INTERNAL, "encode failed", refused.getMessage());
    }
  }

  private Varargs decode(Varargs args) {
    LargeIntegers integers;
    try {
      integers = integers(options(args, "integers").get("integers"));
    } catch (JsonException refused) {
      return failure(ErrorKind.INVALID, "decode failed", refused.getMessage());
    }
    if (!(args.arg1() instanceof LuaString string)) {
      return failure(ErrorKind.INVALID, "decode failed", "string expected");
    }
    if (string.m_length == 0) {
      return failure(ErrorKind.INVALID, "decode failed", "empty string is not valid JSON");
    }
    try {
      return JsonReader.read(string, integers);
    } catch (JsonException malformed) {
      return failure(ErrorKind.INTERNAL, "decode failed", malformed.getMessage());
    }
  }

  private Varargs validate(Varargs args, boolean isText) {
    try {
      byte[] value =
          isText ? LuaStrings.bytes(Args.string(args, 2)) : text(args.arg(2), "the value");
      List<SchemaProblem> problems =
          schemas.problems(schema(args.arg1()), otherSchemas(args), value);
      if (problems.isEmpty()) {
        return LuaValue.TRUE;
      }
      return LuaValue.varargsOf(LuaValue.FALSE, toLua.apply(invalid(problems)));
    } catch (JsonException | SchemaException refused) {
      return failure(ErrorKind.INVALID, "validate failed", refused.getMessage());
    }
  }

  private static ErrorValue invalid(List<SchemaProblem> problems) {
    String more = problems.size() == 1 ? "" : " (and " + (problems.size() - 1) + " more)";
    List<Map<String, Object>> places =
        problems.stream()
            .map(
                one ->
                    Map.<String, Object>of(
                        "path", one.path(), "keyword", one.keyword(), "message", one.message()))
            .toList();
    return ErrorValue.of(ErrorKind.INVALID, problems.get(0).text() + more, false)
        .withDetails(Map.of("problems", places));
  }

  /** A schema as text: a string is JSON already. */
  private byte[] schema(LuaValue schema) throws JsonException {
    return schema instanceof LuaString text ? LuaStrings.bytes(text) : text(schema, "the schema");
  }

  private byte[] text(LuaValue value, String what) throws JsonException {
    try {
      LuaString text =
          value.type() == LuaValue.TFUNCTION
              ? null
              : JsonWriter.write(value, ownTable, JsonWriter.Style.PLAIN);
      if (text != null) {
        return LuaStrings.bytes(text);
      }
    } catch (JsonException refused) {
      throw new JsonException(what + ": " + refused.getMessage());
    }
    throw new JsonException(what + " is a function");
  }

  private Map<String, byte[]> otherSchemas(Varargs args) throws JsonException {
    Map<String, byte[]> others = new HashMap<>();
    LuaValue given = options(args, 3, "schemas").getOrDefault("schemas", LuaValue.NIL);
    if (given instanceof LuaTable table) {
      for (Entries entries = new Entries(table); entries.next(); ) {
        others.put(LuaStrings.display(entries.key()), schema(entries.value()));
      }
    } else if (!given.isnil()) {
      throw wrong("schemas", given, "a table of schemas by their addresses");
    }
    return others;
  }

  private LargeIntegers integers(LuaValue mode) throws JsonException {
    return switch (mode == null ? "number" : LuaStrings.display(mode)) {
      case "number" -> LargeIntegers.DOUBLES;
      case "string" -> LargeIntegers.TEXTS;
      case "exact" ->
          digits -> {
            Poll.charge(BYTES_PER_INTEGER + digits.length());
            return toLua.apply(new JsonInteger(digits));
          };
      default -> throw wrong("integers", mode, "one of number, string, exact");
    };
  }

  private static boolean sortKeys(LuaValue given) throws JsonException {
    if (given == null || given.isnil()) {
      return false;
    }
    if (!given.isboolean()) {
      throw wrong(SORT_KEYS, given, "true or false");
    }
    return given.toboolean();
  }

  /**
   * The options in the second argument. Anything but a table is none: {@code
   * json.decode(channel:receive())} passes what the call returns besides.
   */
  private static Map<String, LuaValue> options(Varargs args, String... known) throws JsonException {
    return options(args, 2, known);
  }

  private static Map<String, LuaValue> options(Varargs args, int i, String... known)
      throws JsonException {
    Map<String, LuaValue> options = new HashMap<>();
    if (args.arg(i) instanceof LuaTable table) {
      for (Entries entries = new Entries(table); entries.next(); ) {
        String name = LuaStrings.display(entries.key());
        if (!List.of(known).contains(name)) {
          String there = String.join(", ", known);
          throw new JsonException(
              "unknown option `" + shown(entries.key()) + "`; there are " + there);
        }
        options.put(name, entries.value());
      }
    }
    return options;
  }

  private static JsonException wrong(String option, LuaValue given, String expected) {
    return new JsonException("option " + option + " is `" + shown(given) + "`; give " + expected);
  }

  private static String shown(LuaValue value) {
    String text =
        value instanceof LuaString || value.type() == LuaValue.TNUMBER || value.isboolean()
            ? LuaStrings.display(value)
            : value.typename();
    return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "...";
  }

  private static Builtin mark(String name, JsonMarks.Form form) {
    return Builtin.of(
        name,
        args -> {
          LuaTable table = Args.table(args, 1);
          JsonMarks.mark(table, form);
          return table;
        });
  }

  private Varargs failure(String kind, String context, String message) {
    ErrorValue error = ErrorValue.of(kind, message, false).withContext(context);
    return LuaValue.varargsOf(LuaValue.NIL, toLua.apply(error));
  }
}
