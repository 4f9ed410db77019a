package org.moonwire.engine.core;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.luaj.vm2.Lua;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaUserdata;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.channel.Case;
import org.moonwire.engine.channel.ChannelCore;
import org.moonwire.engine.channel.OperationStatus;
import org.moonwire.engine.channel.Waiter;

/** The global {@code channel} and the methods of channels. */
public final class ChannelLib {
  private static final LuaString CHANNEL = LuaString.valueOf("channel");
  private static final LuaString VALUE = LuaString.valueOf("value");
  private static final LuaString OK = LuaString.valueOf("ok");
  private static final LuaString ERROR = LuaString.valueOf("error");
  private static final LuaString DEFAULT = LuaString.valueOf("default");
  private static final LuaString TIMEOUT = LuaString.valueOf("timeout");
  private static final int MAX_CAPACITY = 1 << 24;
  private static final int WORK_PER_CASE = 100;

  /** What a channel takes, and a case. */
  private static final int CHANNEL_BYTES = 320;

  private static final int CASE_BYTES = 80;

  private final Crossing crossing;
  private final LuaTable methods;

  /** How values get in and out of channels that do not belong to the realm alone. */
  public interface Crossing {
    /** The value as it travels: as it is, or a copy that other realms and Java may have. */
    Object outgoing(ChannelCore channel, LuaValue value);

    /** A travelled value as Lua value of the realm that receives it. */
    LuaValue incoming(Realm receiver, Object value);

    /** As above, for the task that runs. */
    LuaValue incoming(Task receiver, Object value);

    /** The userdata that stands for the channel. */
    LuaValue wrap(ChannelCore channel);

    /** The error object {@code send on closed channel}. */
    LuaValue closedError();

    /**
     * A length of time as scripts give it, in nanoseconds.
     *
     * @throws IllegalArgumentException if the value is none
     */
    long nanos(LuaValue duration);
  }

  /** Makes the library of one engine. */
  public ChannelLib(Crossing crossing) {
    this.crossing = crossing;
    this.methods = new Table();
    put(methods, new Send());
    put(methods, new Receive());
    put(methods, new Close());
    put(methods, Builtin.of("case_send", this::caseSend));
    put(methods, Builtin.of("case_receive", this::caseReceive));
  }

  /** The methods of a channel, to be made read-only by the caller. */
  public LuaTable methods() {
    return methods;
  }

  /** The content of the global {@code channel}, to be made read-only by the caller. */
  public LuaTable functions() {
    LuaTable functions = new Table();
    put(functions, Builtin.of("new", this::create));
    put(functions, new Select());
    return functions;
  }

  private static void put(LuaTable table, Builtin function) {
    table.rawset(LuaString.valueOf(function.name()), function);
  }

  private Varargs create(Varargs args) {
    double size = args.arg1().isnil() ? 0 : Args.number(args, 1);
    if (size > MAX_CAPACITY) {
      throw new BadArgumentException(
          1, "channel size `" + Ops.toString(args.arg1()) + "` is over " + MAX_CAPACITY);
    }
    Poll.charge(CHANNEL_BYTES);
    return crossing.wrap(new ChannelCore(size > 0 ? (int) size : 0, Task.running().realm.self()));
  }

  private static ChannelCore channel(Varargs args) {
    if (args.arg1() instanceof LuaUserdata u && u.userdata() instanceof ChannelCore channel) {
      return channel;
    }
    throw new BadArgumentException(1, "channel expected");
  }

  private Varargs caseSend(Varargs args) {
    ChannelCore channel = channel(args);
    Poll.charge(CASE_BYTES);
    return new LuaUserdata(Case.send(channel, crossing.outgoing(channel, args.arg(2))));
  }

  private Varargs caseReceive(Varargs args) {
    Poll.charge(CASE_BYTES);
    return new LuaUserdata(Case.receive(channel(args)));
  }

  private Varargs sent(Waiter waiter) {
    return waiter.closedWhileSending()
        ? LuaValue.varargsOf(LuaValue.NIL, crossing.closedError())
        : LuaValue.TRUE;
  }

  private Varargs received(TaskWaiter waiter) {
    if (waiter.timedOut()) {
      return LuaValue.varargsOf(LuaValue.NIL, LuaValue.FALSE, TIMEOUT);
    }
    if (waiter.error() != null) {
      return LuaValue.varargsOf(LuaValue.NIL, LuaValue.FALSE, error(waiter));
    }
    LuaValue value = crossing.incoming(waiter.realm(), waiter.value());
    return LuaValue.varargsOf(value, LuaValue.valueOf(waiter.ok()));
  }

  private LuaValue error(TaskWaiter waiter) {
    return crossing.incoming(waiter.realm(), waiter.error());
  }

  private Varargs selected(TaskWaiter waiter) {
    if (waiter.closedWhileSending()) {
      throw LuaRuntimeException.message("send on closed channel");
    }
    if (waiter.timedOut()) {
      return selectedNothing(TIMEOUT, LuaValue.FALSE);
    }
    LuaTable result = new Table(0, 4);
    result.rawset(CHANNEL, crossing.wrap(waiter.channel()));
    result.rawset(VALUE, crossing.incoming(waiter.realm(), waiter.value()));
    result.rawset(OK, LuaValue.valueOf(waiter.ok()));
    if (waiter.error() != null) {
      result.rawset(ERROR, error(waiter));
    }
    return result;
  }

  private static LuaTable selectedNothing(LuaString why, LuaValue ok) {
    LuaTable result = new Table(0, 2);
    result.rawset(why, LuaValue.TRUE);
    result.rawset(OK, ok);
    return result;
  }

  /**
   * Sets the task aside until the outcome is there, or lets a partner run first, caller before
   * partner.
   */
  private static Varargs finish(
      Task task, OperationStatus attempt, TaskWaiter waiter, Supplier<List<ChannelCore>> on) {
    if (attempt == OperationStatus.CLOSED) {
      throw LuaRuntimeException.message("send on closed channel");
    }
    if (attempt == OperationStatus.PENDING) {
      task.wait.begin(on.get(), waiter);
      waiter.begin();
      return null;
    }
    if (attempt == OperationStatus.NOT_READY) {
      // Others run all the same: they may be about to send.
      task.yieldWith(waiter.tooLate());
      return null;
    }
    Waiter partner = waiter.partner();
    if (partner == null) {
      return waiter.results();
    }
    try {
      task.yieldWith(waiter.results());
    } finally {
      partner.wake();
    }
    return null;
  }

  private final class Send extends Suspending {
    Send() {
      super("send");
    }

    @Override
    protected Varargs start(Task task, Varargs args) {
      ChannelCore channel = channel(args);
      Object value = crossing.outgoing(channel, args.arg(2));
      TaskWaiter waiter = new TaskWaiter(task, WaitLimit.NONE, ChannelLib.this::sent);
      task.checkMayWait();
      OperationStatus attempt = channel.attempt(true, value, waiter);
      return finish(task, attempt, waiter, () -> List.of(channel));
    }
  }

  private final class Receive extends Suspending {
    Receive() {
      super("receive");
    }

    @Override
    protected Varargs start(Task task, Varargs args) {
      ChannelCore channel = channel(args);
      WaitLimit limit = isIterator(task) ? WaitLimit.NONE : limit(args);
      task.checkMayWait();
      Object ready = channel.take();
      if (ready != ChannelCore.NOTHING) {
        return LuaValue.varargsOf(crossing.incoming(task, ready), LuaValue.TRUE);
      }
      TaskWaiter waiter = new TaskWaiter(task, limit, ChannelLib.this::received);
      OperationStatus attempt =
          limit.mayWait()
              ? channel.attempt(false, null, waiter)
              : ChannelCore.attempt(List.of(Case.receive(channel)), false, waiter);
      return finish(task, attempt, waiter, () -> List.of(channel));
    }

    /** In {@code for value in ch.receive, ch do} the second argument is the last value. */
    private static boolean isIterator(Task task) {
      Frame caller = task.current.top;
      return caller.kind == Frame.LUA && (caller.instruction() & 0x3f) == Lua.OP_TFORCALL;
    }

    private WaitLimit limit(Varargs args) {
      LuaValue duration = args.arg(2);
      if (duration.isnil()) {
        return WaitLimit.NONE;
      }
      try {
        return WaitLimit.of(crossing.nanos(duration));
      } catch (IllegalArgumentException e) {
        throw new BadArgumentException(2, e.getMessage());
      }
    }
  }

  private static final class Close extends Suspending {
    Close() {
      super("close");
    }

    @Override
    protected Varargs start(Task task, Varargs args) {
      List<Waiter> woken = channel(args).closeAndCollect();
      if (woken.isEmpty()) {
        return LuaValue.NONE;
      }
      woken.forEach(Waiter::wake);
      task.yieldWith(LuaValue.NONE);
      return null;
    }
  }

  private final class Select extends Suspending {
    Select() {
      super("select");
    }

    @Override
    protected Varargs start(Task task, Varargs args) {
      LuaTable table = Args.table(args, 1);
      List<Case> cases = cases(table);
      boolean hasDefault = isTrue(table.rawget(DEFAULT)) || isTrue(args.arg(2));
      WaitLimit limit = limit(table.rawget(TIMEOUT));
      TaskWaiter waiter = new TaskWaiter(task, limit, ChannelLib.this::selected);
      boolean mayWait = !hasDefault && limit.mayWait();
      task.checkMayWait();
      OperationStatus attempt = ChannelCore.attempt(cases, mayWait, waiter);
      if (attempt == OperationStatus.NOT_READY && hasDefault) {
        return selectedNothing(DEFAULT, LuaValue.TRUE);
      }
      return finish(task, attempt, waiter, () -> cases.stream().map(Case::core).toList());
    }

    private static boolean isTrue(LuaValue v) {
      return v.isboolean() && v.toboolean();
    }

    private WaitLimit limit(LuaValue duration) {
      if (duration.isnil()) {
        return WaitLimit.NONE;
      }
      try {
        return WaitLimit.of(crossing.nanos(duration));
      } catch (IllegalArgumentException e) {
        throw LuaRuntimeException.message("invalid select timeout: " + e.getMessage());
      }
    }

    private static List<Case> cases(LuaTable table) {
      List<Case> cases = new ArrayList<>();
      Poll.work((long) table.rawlen() * WORK_PER_CASE);
      int count = 0;
      Varargs entry = table.next(LuaValue.NIL);
      for (; !entry.arg1().isnil(); entry = table.next(entry.arg1())) {
        if (entry.arg1().isinttype()) {
          count++;
        } else if (!entry.arg1().raweq(DEFAULT) && !entry.arg1().raweq(TIMEOUT)) {
          throw LuaRuntimeException.message(
              "invalid select case: unknown key `" + Ops.toString(entry.arg1()) + "`");
        }
      }
      for (int i = 1; i <= count; i++) {
        if (!(table.rawget(i) instanceof LuaUserdata u && u.userdata() instanceof Case c)) {
          throw LuaRuntimeException.message(
              "invalid select case: element " + i + " is no case of a channel");
        }
        cases.add(c);
      }
      return cases;
    }
  }
}
