package org.moonwire.engine.interop;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.channel.ChannelCore;
import org.moonwire.engine.channel.Envelope;
import org.moonwire.engine.core.ChannelLib;
import org.moonwire.engine.core.Int64;
import org.moonwire.engine.core.LuaRuntimeException;
import org.moonwire.engine.core.Poll;
import org.moonwire.engine.core.Realm;
import org.moonwire.engine.core.Task;
import org.moonwire.engine.core.Traceable;
import org.moonwire.engine.module.ErrorKind;
import org.moonwire.engine.module.ErrorValue;
import org.moonwire.engine.module.Language;
import org.moonwire.engine.module.NewTable;
import org.moonwire.engine.time.DurationArgument;

/**
 * How Lua values travel through channels: within their realm as they are, into any other channel as
 * copies.
 */
public final class Channels implements ChannelLib.Crossing {
  /** Bytes that a buffered value is counted with besides its content. */
  private static final int BUFFERED = 48;

  private static final ChannelLib LIBRARY = new ChannelLib(new Channels());

  private Channels() {}

  /** The global {@code channel}; read-only, the same for all realms. */
  public static final LuaTable GLOBAL = readOnly(LIBRARY.functions());

  static final LuaTable METATABLE =
      TypeMetatable.of("channel", entries(LIBRARY.methods()), Map.of());

  private static LuaTable readOnly(LuaTable table) {
    return new ReadOnlyTable(entries(table));
  }

  private static Map<LuaValue, LuaValue> entries(LuaTable table) {
    Map<LuaValue, LuaValue> entries = new LinkedHashMap<>();
    for (Varargs e = table.next(LuaValue.NIL); !e.arg1().isnil(); e = table.next(e.arg1())) {
      entries.put(e.arg1(), e.arg(2));
    }
    return entries;
  }

  /** A value within its own realm. */
  private record Local(Realm realm, LuaValue value) implements Envelope, Traceable {
    @Override
    public void trace(Consumer<Object> visitor) {
      visitor.accept(value);
    }

    @Override
    public Object forJava() {
      return Conversions.toJava(realm, value);
    }
  }

  /** An integer on its way out of its realm, which a receiver may have to refuse. */
  private record Integral(Long value) implements Envelope {
    @Override
    public Object forJava() {
      return value;
    }
  }

  /** A table on its way out of its realm: a copy, of which every receiver gets one of its own. */
  private record Copied(Language level, Map<Object, Object> content) implements Envelope {
    @Override
    public Object forJava() {
      return new LinkedHashMap<>(content);
    }
  }

  @Override
  public Object outgoing(ChannelCore channel, LuaValue value) {
    Realm here = Task.current().realm();
    Poll.charge(BUFFERED);
    if (channel.belongsTo(here)) {
      return value.isnil() ? null : new Local(here, value);
    }
    return leaving(here, value);
  }

  private static Object leaving(Realm here, LuaValue value) {
    return switch (value.type()) {
      case LuaValue.TSTRING -> {
        Poll.charge(value.length());
        yield Conversions.toJava(here, value);
      }
      case LuaValue.TTABLE -> copied(here, (LuaTable) value);
      case LuaValue.TFUNCTION, LuaValue.TTHREAD ->
          throw LuaRuntimeException.message(
              "a " + value.typename() + " cannot be sent into a channel of another script or Java");
      case LuaValue.TNUMBER -> {
        Object number = Conversions.toJava(here, value);
        yield number instanceof Long n && !Int64.isDouble(n) ? new Integral(n) : number;
      }
      default -> Conversions.toJava(here, value);
    };
  }

  private static Copied copied(Realm here, LuaTable table) {
    long outer = here.building();
    try {
      return new Copied(here.core().language(), new TableView(here, table).copy());
    } catch (IllegalStateException e) {
      throw LuaRuntimeException.message(e.getMessage());
    } finally {
      here.built(outer);
    }
  }

  @Override
  public LuaValue incoming(Realm here, Object value) {
    if (value instanceof Local local && local.realm() == here) {
      return local.value();
    }
    Task task = Task.current();
    // Whose task it is that does this, perhaps to wake the receiver: what is made here is handed
    // on.
    return task == null ? entering(here, value) : entering(task, here, value);
  }

  @Override
  public LuaValue incoming(Task receiver, Object value) {
    Realm here = receiver.realm();
    return value instanceof Local local && local.realm() == here
        ? local.value()
        : entering(receiver, here, value);
  }

  private LuaValue entering(Task task, Realm here, Object value) {
    long outer = task.realm().building();
    try {
      return value instanceof NewTable content
          ? Conversions.table(task, here, content)
          : entering(here, value);
    } finally {
      task.realm().built(outer);
    }
  }

  private LuaValue entering(Realm here, Object value) {
    if (value instanceof Local local) {
      return incoming(here, leaving(local.realm(), local.value()));
    }
    Language level = here.core().language();
    if (value instanceof Integral integer) {
      LevelBoundary.check(level, integer.value());
      return Conversions.toLua(here, integer.value());
    }
    if (value instanceof Copied copied) {
      if (copied.level() != level) {
        LevelBoundary.check(level, copied.content());
      }
      return Conversions.toLua(here, NewTable.copyOf(copied.content()));
    }
    return Conversions.toLua(here, value);
  }

  @Override
  public LuaValue wrap(ChannelCore channel) {
    return new ChannelObject(channel);
  }

  @Override
  public long nanos(LuaValue duration) {
    boolean known = duration instanceof LuaString || duration.type() == LuaValue.TNUMBER;
    Object given =
        known ? Conversions.toJava(Task.current().realm(), duration) : instance(duration);
    return DurationArgument.of(given).nanos();
  }

  private static Object instance(LuaValue value) {
    return value instanceof ModuleObject object ? object.instance() : null;
  }

  @Override
  public LuaValue closedError() {
    return new ModuleObject(ErrorValue.of(ErrorKind.INTERNAL, "send on closed channel", false));
  }
}
