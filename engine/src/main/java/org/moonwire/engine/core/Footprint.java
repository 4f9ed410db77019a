package org.moonwire.engine.core;

import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Consumer;
import org.luaj.vm2.LuaNumber;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaUserdata;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Prototype;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.channel.ChannelCore;

/**
 * Adds up what the Lua values take that a realm's globals, libraries and tasks lead to, in bytes of
 * a 64-bit JVM. Java objects count for their wrapper only. Realm thread only.
 */
final class Footprint implements Consumer<Object> {
  private static final int OBJECT = 48;
  private static final int STRING = 56;
  private static final int NUMBER = 16;
  private static final int REFERENCE = 4;
  private static final int FUNCTION = 200;
  private static final int STEPS_PER_POLL = 4096;

  private final Task task;
  private final long enough;
  private final IdentitySet seen = new IdentitySet();
  private final ArrayDeque<Object> pending = new ArrayDeque<>();
  private long bytes;
  private int steps;

  private Footprint(Task task, long enough) {
    this.task = task;
    this.enough = enough;
  }

  /** The bytes held by the realm of {@code task}; counting ends beyond {@code enough}. */
  static long of(Task task, long enough) {
    Footprint footprint = new Footprint(task, enough);
    footprint.accept(task.realm);
    footprint.accept(task);
    do {
      footprint.run();
    } while (footprint.addTasks());
    return footprint.bytes;
  }

  /** Adds the tasks that something may wake: not those whose channels nobody has any more. */
  private boolean addTasks() {
    for (Task t : task.realm.scheduler.unfinished()) {
      List<ChannelCore> channels = t.waitsOn;
      if (channels.isEmpty() || channels.stream().anyMatch(this::isReachable)) {
        accept(t);
      }
    }
    return !pending.isEmpty() && bytes <= enough;
  }

  private boolean isReachable(ChannelCore channel) {
    return seen.contains(channel) || channel.mayBeUsedOutside(task.realm);
  }

  private void run() {
    while (!pending.isEmpty() && bytes <= enough) {
      if (++steps % STEPS_PER_POLL == 0) {
        task.checkStop();
      }
      open(pending.pop());
    }
  }

  /** Counts bytes that belong to no value of its own. */
  void add(long more) {
    bytes += more;
  }

  @Override
  public void accept(Object o) {
    if (o instanceof LuaString s) {
      if (seen.add(s.m_bytes)) {
        bytes += STRING + s.m_bytes.length;
      }
    } else if (o instanceof LuaNumber) {
      bytes += NUMBER;
    } else if (o instanceof String text) {
      bytes += STRING + text.length();
    } else if (o instanceof byte[] text) {
      bytes += text.length;
    } else if (isOpenable(o) && seen.add(o)) {
      pending.push(o);
    }
  }

  private static boolean isOpenable(Object o) {
    return o instanceof LuaTable
        || o instanceof LuaUserdata
        || o instanceof Prototype
        || o instanceof Traceable;
  }

  void acceptAll(Object[] values) {
    bytes += (long) REFERENCE * values.length;
    for (Object v : values) {
      if (v != null) {
        accept(v);
      }
    }
  }

  void acceptAll(Varargs values) {
    int n = values == null ? 0 : values.narg();
    for (int i = 1; i <= n; i++) {
      bytes += REFERENCE;
      accept(values.arg(i));
    }
  }

  private void open(Object o) {
    if (o instanceof Table t) {
      t.trace(this);
    } else if (o instanceof Traceable traced) {
      bytes += OBJECT;
      traced.trace(this);
    } else if (o instanceof LuaTable t) {
      entries(t);
    } else if (o instanceof LuaUserdata u) {
      userdata(u);
    } else if (o instanceof Prototype p) {
      function(p);
    }
  }

  private void entries(LuaTable t) {
    bytes += MemoryQuota.TABLE;
    for (Varargs e = t.next(LuaValue.NIL); !e.arg1().isnil(); e = t.next(e.arg1())) {
      bytes += OBJECT;
      accept(e.arg1());
      accept(e.arg(2));
    }
  }

  private void userdata(LuaUserdata u) {
    bytes += OBJECT;
    if (u.userdata() instanceof ChannelCore channel && seen.add(channel)) {
      for (Object value : channel.buffered()) {
        bytes += OBJECT;
        accept(value);
      }
    } else if (u.userdata() instanceof Traceable traced) {
      accept(traced);
    }
  }

  private void function(Prototype p) {
    bytes += FUNCTION + 8L * p.code.length;
    for (LuaValue k : p.k) {
      accept(k);
    }
    for (Prototype inner : p.p) {
      accept(inner);
    }
  }
}
