package org.moonwire.engine.core;

import java.util.function.Consumer;
import org.luaj.vm2.LuaValue;

/**
 * A Lua thread: a chain of frames on the heap. It needs no Java thread and is plain garbage when
 * abandoned. Touched only by the thread that runs its realm.
 */
public final class Coroutine extends LuaValue implements Traceable {
  /** What {@code coroutine.status} says. */
  enum Status {
    SUSPENDED("suspended"),
    RUNNING("running"),
    NORMAL("normal"),
    DEAD("dead");

    final String text;

    Status(String text) {
      this.text = text;
    }
  }

  Status status = Status.SUSPENDED;
  Frame top;
  int depth;

  /**
   * The function to be started; null once started. Of a coroutine that an error has ended the
   * error.
   */
  LuaValue body;

  /** Who resumed this coroutine; null for the coroutine of a task. */
  Coroutine resumer;

  /** How many resumers are below. */
  int resumeDepth;

  /** Made by {@code coroutine.wrap}: results come bare and errors go on. */
  boolean wrapped;

  /** Set while {@code coroutine.close} ends the calls in progress. */
  boolean closing;

  /** How many error handlers are in progress in it: they may go a little deeper than others. */
  int handling;

  /** How many calls from Java are in progress in it. */
  int nested;

  Coroutine(LuaValue body) {
    this.body = body;
    this.top = new Frame(Frame.BASE, null);
  }

  @Override
  public void trace(Consumer<Object> visitor) {
    visitor.accept(body);
    visitor.accept(resumer);
    if (visitor instanceof Footprint footprint) {
      for (Frame f = top; f != null; f = f.previous) {
        f.trace(footprint);
      }
    }
  }

  @Override
  public int type() {
    return TTHREAD;
  }

  @Override
  public String typename() {
    return "thread";
  }

  @Override
  public boolean isthread() {
    return true;
  }

  @Override
  public String tojstring() {
    return "thread: 0x" + Addresses.of(this);
  }
}
