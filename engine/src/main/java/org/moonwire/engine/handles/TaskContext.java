package org.moonwire.engine.handles;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.moonwire.engine.channel.Channel;
import org.moonwire.engine.channel.ChannelCore;
import org.moonwire.engine.core.Poll;
import org.moonwire.engine.core.Realm;
import org.moonwire.engine.core.Task;
import org.moonwire.engine.core.Tracebacks;
import org.moonwire.engine.module.CallContext;
import org.moonwire.engine.module.Permissions;
import org.moonwire.engine.module.ReceiveQuota;
import org.moonwire.engine.module.StackFrame;
import org.moonwire.policy.SecurityContext;

/** The task that called a module. */
public final class TaskContext implements CallContext {
  /** A level of a stack with its texts; something kept outside with its timer; a channel. */
  private static final int FRAME = 100;

  private static final int KEPT = 500;
  private static final int CHANNEL = 300;

  private final Task task;

  /** The context of a call that this task makes. */
  public TaskContext(Task task) {
    this.task = task;
  }

  /** The actor and scope of a call. */
  public static SecurityContext securityOf(CallContext call) {
    return ((TaskContext) call).task.rights().face();
  }

  @Override
  public boolean isClosed() {
    return task.run().engine().isClosed();
  }

  @Override
  public boolean isAllowed(String action, String resource, Map<String, Object> meta) {
    return task.rights().isAllowed(action, resource, meta);
  }

  @Override
  public Permissions permissions() {
    return new TaskPermissions(task.rights());
  }

  @Override
  public List<StackFrame> stack() {
    List<Tracebacks.Call> calls = Tracebacks.current();
    Poll.building((long) FRAME * calls.size());
    return calls.stream().map(TaskContext::frame).toList();
  }

  private static StackFrame frame(Tracebacks.Call call) {
    String name = call.name() == null ? "" : call.name();
    return new StackFrame(call.source(), call.line(), name, call.type());
  }

  @Override
  public void work(long units) {
    Poll.work(units);
  }

  @Override
  public void allocate(long bytes) {
    Poll.checkStringLength(bytes);
  }

  @Override
  public long maxString() {
    return task.run().limits().string();
  }

  @Override
  public <T> T runState(Class<T> type, Supplier<T> make) {
    return task.run().state(type, make);
  }

  @Override
  public Channel newChannel(int capacity) {
    Poll.charge(CHANNEL);
    return new Channel(new ChannelCore(capacity, task.realm().self()));
  }

  @Override
  public ReceiveQuota receiveQuota(long overhead, LongSupplier held) {
    Poll.charge(overhead);
    return task.realm().receiveQuota(task.run().limits().memory(), overhead, held);
  }

  @Override
  public Hold hold() {
    Realm realm = task.realm();
    realm.hold();
    return once(realm::release);
  }

  @Override
  public Hold count(Object kept) {
    Poll.charge(KEPT);
    Realm realm = task.realm();
    realm.keep(kept);
    WeakReference<Object> scripts = realm.self();
    return once(() -> forget(scripts, kept));
  }

  /** What is kept does not keep the scripts: nobody else may have them any more. */
  private static void forget(WeakReference<Object> scripts, Object kept) {
    if (scripts.get() instanceof Realm realm) {
      realm.forget(kept);
    }
  }

  private static Hold once(Runnable release) {
    AtomicBoolean released = new AtomicBoolean();
    return () -> {
      if (released.compareAndSet(false, true)) {
        release.run();
      }
    };
  }
}
