package org.moonwire.engine.interop;

import java.nio.ByteBuffer;
import java.util.Map;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.core.Args;
import org.moonwire.engine.core.BadArgumentException;
import org.moonwire.engine.core.LuaStrings;
import org.moonwire.engine.core.Poll;
import org.moonwire.engine.core.Task;
import org.moonwire.engine.handles.TaskContext;
import org.moonwire.engine.module.Arguments;
import org.moonwire.engine.module.CallContext;
import org.moonwire.engine.module.Callback;
import org.moonwire.engine.module.LuaObject;
import org.moonwire.engine.module.LuaType;

/** The arguments of a module function, or those of a method after its object. */
final class CallArguments implements Arguments {
  /** The work that a function may do with each byte of a text argument, for polling. */
  private static final int WORK_PER_BYTE = 16;

  private final Task task;
  private final String function;
  private final Varargs args;
  private final int skip;

  /** The first {@code skip} arguments are not counted. */
  CallArguments(Task task, String function, Varargs args, int skip) {
    this.task = task;
    this.function = function;
    this.args = args;
    this.skip = skip;
  }

  @Override
  public int count() {
    return Math.max(0, args.narg() - skip);
  }

  @Override
  public Object get(int i) {
    LuaValue v = value(i);
    if (v instanceof LuaString s) {
      taking(s);
    }
    return Conversions.toJava(task.realm(), v);
  }

  @Override
  public String typeName(int i) {
    return i > count() ? "no value" : value(i).typename();
  }

  @Override
  public boolean isNil(int i) {
    return value(i).isnil();
  }

  @Override
  public String string(int i) {
    LuaString s = Args.string(args, i + skip);
    taking(s);
    String text = LuaStrings.decode(s);
    if (text == null) {
      throw error(i, "text in UTF-8 expected");
    }
    return text;
  }

  @Override
  public byte[] bytes(int i) {
    LuaString s = Args.string(args, i + skip);
    taking(s);
    return LuaStrings.bytes(s);
  }

  @Override
  public ByteBuffer buffer(int i) {
    LuaString s = Args.string(args, i + skip);
    return ByteBuffer.wrap(s.m_bytes, s.m_offset, s.m_length).slice().asReadOnlyBuffer();
  }

  private static void taking(LuaString s) {
    Poll.bytes((long) s.m_length * WORK_PER_BYTE);
    Poll.buildingText(s.m_length);
  }

  @Override
  public double number(int i) {
    return Args.number(args, i + skip);
  }

  @Override
  public Map<Object, Object> table(int i) {
    LuaTable table = Args.table(args, i + skip);
    return new TableView(task.realm(), table);
  }

  @Override
  public Callback function(int i) {
    return (Callback) Conversions.toJava(task.realm(), Args.function(args, i + skip));
  }

  @Override
  public <T extends LuaObject> T object(int i, LuaType<T> type) {
    if (!is(i, type)) {
      throw error(i, type.name() + " expected");
    }
    return type.javaClass().cast(((ModuleObject) value(i)).instance());
  }

  @Override
  public boolean is(int i, LuaType<?> type) {
    return value(i) instanceof ModuleObject o && type.javaClass().isInstance(o.instance());
  }

  @Override
  public RuntimeException error(int i, String detail) {
    return new BadArgumentException(i + skip, detail);
  }

  @Override
  public CallContext context() {
    return new TaskContext(task);
  }

  @Override
  public String toString() {
    return "arguments of " + function;
  }

  private LuaValue value(int i) {
    return args.arg(i + skip);
  }
}
