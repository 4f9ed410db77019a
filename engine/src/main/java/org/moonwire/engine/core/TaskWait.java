package org.moonwire.engine.core;

import java.util.List;
import java.util.function.Consumer;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.channel.ChannelCore;

/**
 * What a task waits for, and what it goes on with: results, an error, or a call that another thread
 * is to make. Of a task that does not wait all of it is empty. Unless said otherwise, its fields
 * belong to the thread that has locked the realm.
 */
final class TaskWait implements Traceable {
  private final Task task;

  /** Empty while it waits for something else. Written before anybody can wake it. */
  private List<ChannelCore> channels = List.of();

  /** The operation that the task waits in on those channels; null if there is none. */
  private TaskWaiter operation;

  /** Run if the task is ended while it waits; null if nothing. */
  private Runnable abandoned;

  /**
   * A call into Java that must not be made on the thread of the run's caller, where it would hold
   * up the main task; null if none.
   */
  private LuaValue movedFunction;

  /** The arguments of that call. */
  private Varargs movedArgs;

  /** What the wait ends with, unless with an error. Guarded by the scheduler's mutex. */
  private Varargs results;

  /** The error that the wait ends with; null if with none. Guarded by the scheduler's mutex. */
  private LuaError error;

  TaskWait(Task task) {
    this.task = task;
  }

  /** The running task waits in {@code newOperation} on {@code newChannels}. */
  void begin(List<ChannelCore> newChannels, TaskWaiter newOperation) {
    channels = newChannels;
    operation = newOperation;
    task.carrier.mayPump(newChannels);
  }

  /** The channels that the task waits on; empty if on none. */
  List<ChannelCore> channels() {
    return channels;
  }

  /** True if the task waits on channels for a limited time: it goes on whatever happens there. */
  boolean isLimited() {
    TaskWaiter now = operation;
    return now != null && now.isLimited();
  }

  /** True if somebody has ended the wait already, who is about to wake the task. */
  boolean isServed() {
    TaskWaiter now = operation;
    return now != null && now.isClaimed();
  }

  void whenAbandoned(Runnable told) {
    abandoned = told;
  }

  /** The task ends: what is sent from now on goes to somebody else. */
  void cancel() {
    TaskWaiter now = operation;
    if (now != null) {
      now.cancel();
      now.end();
    }
    Runnable told = abandoned;
    if (told != null) {
      abandoned = null;
      // The mutex may be held here.
      var unused = task.run.engine().timer().schedule(0, told);
    }
  }

  /** The task is to go on with a call, on a worker's thread. */
  void beginCall(LuaValue function, Varargs args) {
    movedFunction = function;
    movedArgs = args;
  }

  /** True if it is. */
  boolean isForCall() {
    return movedFunction != null;
  }

  /** Called with the scheduler's mutex held. */
  void setEnd(Varargs newResults, LuaError newError) {
    results = newResults;
    error = newError;
  }

  /** Ends: results are delivered, or the error is raised where the task waited. */
  void end() {
    channels = List.of();
    operation = null;
    abandoned = null;
    if (movedFunction != null) {
      LuaValue function = movedFunction;
      Varargs args = movedArgs;
      movedFunction = null;
      movedArgs = null;
      call(function, args);
      return;
    }
    Varargs delivered = results;
    LuaError raised = error;
    results = null;
    error = null;
    if (raised == null) {
      Calls.deliver(task, delivered);
    } else {
      Unwinding.unwind(task, raised);
    }
  }

  /** Makes the call that was moved; what it throws goes to the handlers of the task. */
  private void call(LuaValue function, Varargs args) {
    try {
      Calls.enter(task, function, args);
    } catch (LuaError e) {
      Unwinding.unwind(task, e);
    } catch (StackOverflowError e) {
      Unwinding.unwind(task, LuaRuntimeException.message("stack overflow"));
    } catch (StoppedException e) {
      throw e;
    } catch (RuntimeException e) {
      Unwinding.unwind(task, LuaRuntimeException.ofFault(e));
    }
  }

  @Override
  public void trace(Consumer<Object> visitor) {
    visitor.accept(operation);
    visitor.accept(movedFunction);
    if (visitor instanceof Footprint footprint) {
      footprint.acceptAll(results);
      footprint.acceptAll(movedArgs);
    }
  }
}
