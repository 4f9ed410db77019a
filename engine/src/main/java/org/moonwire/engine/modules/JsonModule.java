package org.moonwire.engine.modules;

import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.core.Args;
import org.moonwire.engine.core.Builtin;
import org.moonwire.engine.json.JsonException;
import org.moonwire.engine.json.JsonMarks;
import org.moonwire.engine.json.JsonNull;
import org.moonwire.engine.json.JsonReader;
import org.moonwire.engine.json.JsonWriter;
import org.moonwire.engine.module.ErrorKind;
import org.moonwire.engine.module.ErrorValue;
import org.moonwire.engine.module.LuaModule;
import org.moonwire.engine.module.ModuleContext;
import org.moonwire.engine.module.ModuleTable;

/**
 * The module {@code json} (engine/manual/json.md). Its functions take Lua values as they are
 * instead of {@code Arguments}: views of tables and copies of strings would cost more than the
 * JSON.
 */
public final class JsonModule implements LuaModule {
  private final Function<ErrorValue, LuaValue> toLua;
  private final UnaryOperator<Object> ownTable;

  /**
   * Makes the module; {@code toLua} makes the userdata of an error, {@code ownTable} finds the
   * script's table behind a view of it.
   */
  public JsonModule(Function<ErrorValue, LuaValue> toLua, UnaryOperator<Object> ownTable) {
    this.toLua = toLua;
    this.ownTable = ownTable;
  }

  @Override
  public String name() {
    return "json";
  }

  @Override
  public ModuleTable open(ModuleContext context) {
    JsonMarks marks = new JsonMarks();
    return ModuleTable.builder()
        .constant("null", JsonNull.INSTANCE)
        .constant("encode", Builtin.of("encode", args -> encode(args.arg1(), marks)))
        .constant("decode", Builtin.of("decode", args -> decode(args.arg1())))
        .constant("array", mark("array", marks, JsonMarks.Form.ARRAY))
        .constant("object", mark("object", marks, JsonMarks.Form.OBJECT))
        .build();
  }

  private Varargs encode(LuaValue value, JsonMarks marks) {
    try {
      return LuaValue.varargsOf(JsonWriter.write(value, marks, ownTable), LuaValue.NIL);
    } catch (JsonException refused) {
      return failure(ErrorKind.INTERNAL, "encode failed", refused.getMessage());
    }
  }

  private Varargs decode(LuaValue text) {
    if (!(text instanceof LuaString string)) {
      return failure(ErrorKind.INVALID, "decode failed", "string expected");
    }
    if (string.m_length == 0) {
      return failure(ErrorKind.INVALID, "decode failed", "empty string is not valid JSON");
    }
    try {
      return LuaValue.varargsOf(JsonReader.read(string), LuaValue.NIL);
    } catch (JsonException malformed) {
      return failure(ErrorKind.INTERNAL, "decode failed", malformed.getMessage());
    }
  }

  private static Builtin mark(String name, JsonMarks marks, JsonMarks.Form form) {
    return Builtin.of(
        name,
        args -> {
          LuaTable table = Args.table(args, 1);
          marks.mark(table, form);
          return table;
        });
  }

  private Varargs failure(String kind, String context, String message) {
    ErrorValue error = ErrorValue.of(kind, message, false).withContext(context);
    return LuaValue.varargsOf(LuaValue.NIL, toLua.apply(error));
  }
}
