package org.moonwire.engine.core;

import java.lang.reflect.Array;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.luaj.vm2.LocVars;
import org.luaj.vm2.LuaDouble;
import org.luaj.vm2.LuaInteger;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaUserdata;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Prototype;
import org.luaj.vm2.Upvaldesc;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.channel.ChannelCore;
import org.moonwire.engine.module.HeldMemory;
import org.moonwire.engine.module.LuaModule;
import org.moonwire.engine.module.LuaObject;
import org.moonwire.engine.module.LuaType;
import org.moonwire.policy.Actor;
import org.moonwire.policy.Scope;
import org.moonwire.policy.SecurityContext;

/**
 * Adds up what a realm's globals, libraries and tasks lead to, in bytes of a 64-bit JVM: Lua
 * values, objects of the engine, what modules say that theirs hold. Objects of the host count for
 * their wrapper only. Realm thread only.
 */
final class Footprint implements Consumer<Object>, HeldMemory {
  private static final int LUA_STRING = 32;
  private static final int ARRAY = 16;
  private static final int DOUBLE = 24;
  private static final int NUMBER = 16;
  private static final int REFERENCE = 4;
  private static final int WEAK = 72;
  private static final int USERDATA = 24;
  private static final int TEXT = 24;
  private static final int MAX_LATIN = 0xff;
  private static final int FUNCTION = 160;
  private static final int VARIABLE = 24;

  /** An instruction as compiled, its line, and the four words that it is run as. */
  private static final int INSTRUCTION = 8;

  private static final int UNPACKED = 4 * Program.WIDTH;

  /** A channel with its lock, queues and links to those who know it. */
  private static final int CHANNEL = 320;

  /** A container of the JDK, and what it spends on an element or entry beside the element. */
  private static final int CONTAINER = 72;

  private static final int ELEMENT = 6;
  private static final int ENTRY = 52;

  /** Any other object of the JDK: a box, a lock, a reference. */
  private static final int SMALL = 32;

  /** An exception with the stack of where it was made. */
  private static final int EXCEPTION = 1000;

  /** A scope that has policies, what it spends on each, and on each of many, which it sorts. */
  private static final int SCOPE = 200;

  private static final int SCOPED = 48;
  private static final int SORTED = 400;
  private static final int MIN_HASHED_POLICIES = 12;

  private static final int STEPS_PER_POLL = 4096;

  private final Task task;
  private final long enough;
  private final IdentitySet seen = new IdentitySet();
  private final ArrayDeque<Object> pending = new ArrayDeque<>();
  private long bytes;
  private long compiledBytes;
  private int steps;

  private Footprint(Task task, long enough) {
    this.task = task;
    this.enough = enough;
  }

  /** What is held by the realm of {@code task}; counting ends beyond {@code enough} bytes. */
  static Footprint of(Task task, long enough) {
    Footprint footprint = new Footprint(task, enough);
    footprint.accept(task.realm);
    footprint.accept(task);
    do {
      footprint.run();
    } while (footprint.addTasks());
    return footprint;
  }

  long bytes() {
    return bytes;
  }

  /** The bytes of what functions are compiled to, which are none of the others. */
  long compiledBytes() {
    return compiledBytes;
  }

  /** Adds the tasks that something may wake: not those whose channels nobody has any more. */
  private boolean addTasks() {
    for (Task t : task.realm.scheduler.unfinished()) {
      List<ChannelCore> channels = t.wait.channels();
      if (channels.isEmpty()
          || t.wait.isLimited()
          || channels.stream().anyMatch(this::isReachable)) {
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

  @Override
  public void add(long more) {
    bytes += more;
  }

  @Override
  public void hold(Object held) {
    accept(held);
  }

  @Override
  public void accept(Object o) {
    if (o instanceof LuaString s) {
      string(s);
    } else if (o instanceof LuaInteger n) {
      // Small ones are shared by all.
      bytes += (byte) n.v == n.v ? 0 : NUMBER;
    } else if (o instanceof LuaDouble || o instanceof Int64 || o instanceof Float64) {
      bytes += DOUBLE;
    } else if (o instanceof WeakBox) {
      bytes += WEAK;
    } else if (o != null && !isOutside(o) && seen.add(o)) {
      pending.push(o);
    }
  }

  private void string(LuaString s) {
    if (seen.add(s.m_bytes)) {
      bytes += LUA_STRING + array(s.m_bytes.length, 1);
    } else if (s.m_length < s.m_bytes.length && seen.add(s)) {
      bytes += LUA_STRING;
    }
  }

  /** What scripts share with others, and single objects such as nil. */
  private boolean isOutside(Object o) {
    return o instanceof Untraced
        || o instanceof Enum
        || o instanceof Class
        || o instanceof LuaModule
        || o instanceof LuaType
        || (o instanceof Realm other && other != task.realm)
        || (o instanceof Task other && other.realm != task.realm)
        || (o instanceof LuaValue v
            && v.type() < LuaValue.TNUMBER
            && v.type() != LuaValue.TLIGHTUSERDATA);
  }

  void acceptAll(Object[] values) {
    // Empty ones are shared.
    bytes += values.length == 0 ? 0 : array(values.length, REFERENCE);
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

  private static long array(long length, int width) {
    return ObjectShape.rounded(ARRAY + length * width);
  }

  private void open(Object o) {
    if (o instanceof Table t) {
      t.trace(this);
    } else if (o instanceof LuaUserdata u) {
      userdata(u);
    } else if (o instanceof Prototype p) {
      function(p);
    } else if (o instanceof ChannelCore channel) {
      channel(channel);
    } else if (o instanceof Varargs values && !(o instanceof LuaValue)) {
      acceptAll(values);
    } else if (ObjectShape.of(o.getClass()) != null) {
      object(o, ObjectShape.of(o.getClass()));
    } else if (o instanceof LuaTable t) {
      entries(t);
    } else if (o instanceof LuaObject other) {
      bytes += SMALL;
      other.reportTo(this);
    } else {
      foreign(o);
    }
  }

  /** An object of the engine: what it says that it leads to, or else whatever it refers to. */
  private void object(Object o, ObjectShape shape) {
    bytes += shape.size();
    if (o instanceof Traceable traced) {
      traced.trace(this);
    } else {
      shape.visit(o, this);
    }
    if (o instanceof LuaObject module) {
      module.reportTo(this);
    }
  }

  private void entries(LuaTable t) {
    bytes += MemoryQuota.TABLE;
    for (Varargs e = t.next(LuaValue.NIL); !e.arg1().isnil(); e = t.next(e.arg1())) {
      bytes += ENTRY;
      accept(e.arg1());
      accept(e.arg(2));
    }
  }

  private void userdata(LuaUserdata u) {
    bytes += USERDATA;
    Object instance = u.userdata();
    if (instance instanceof LuaObject || ObjectShape.of(instance.getClass()) != null) {
      accept(instance);
    }
  }

  private void channel(ChannelCore channel) {
    bytes += CHANNEL;
    acceptAll(channel.buffered());
    channel.waitingValues().forEach(this);
    bytes += channel.fedBytes();
    accept(channel.madeFor());
  }

  private void function(Prototype p) {
    bytes += FUNCTION + (long) INSTRUCTION * p.code.length;
    if (p instanceof Program program) {
      bytes += program.isUnpacked() ? (long) UNPACKED * p.code.length : 0;
      compiledBytes += HotCode.bytes(program);
    }
    acceptAll(p.k);
    acceptAll(p.p);
    accept(p.source);
    for (LocVars local : p.locvars) {
      bytes += VARIABLE + REFERENCE;
      accept(local.varname);
    }
    for (Upvaldesc upvalue : p.upvalues) {
      bytes += VARIABLE + REFERENCE;
      accept(upvalue.name);
    }
  }

  /** Texts, arrays and containers of the JDK; anything else is not looked into. */
  private void foreign(Object o) {
    if (o instanceof String text) {
      text(text);
    } else if (o instanceof Object[] elements) {
      acceptAll(elements);
    } else if (o.getClass().isArray()) {
      bytes += array(Array.getLength(o), ObjectShape.width(o.getClass().getComponentType()));
    } else if (o instanceof Throwable) {
      bytes += EXCEPTION;
    } else if (o instanceof Actor actor) {
      bytes += SMALL;
      accept(actor.id());
      accept(actor.meta());
    } else if (o instanceof Scope scope) {
      bytes += scope(scope);
    } else if (o instanceof SecurityContext context) {
      bytes += SMALL;
      context.actor().ifPresent(this);
      context.scope().ifPresent(this);
    } else if (o.getClass().getName().startsWith("java.util.")
        && (o instanceof Collection || o instanceof Map)) {
      container(o);
    } else {
      bytes += SMALL;
    }
  }

  /** The policies are the host's; the scope refers to them and sorts them for its decisions. */
  private static long scope(Scope scope) {
    int policies = scope.policies().size();
    int each = policies < MIN_HASHED_POLICIES ? SCOPED : SORTED;
    return policies == 0 ? 0 : SCOPE + (long) each * policies;
  }

  private void text(String text) {
    int i = 0;
    while (i < text.length() && text.charAt(i) <= MAX_LATIN) {
      i++;
    }
    bytes += TEXT + array(text.length(), i == text.length() ? Byte.BYTES : Character.BYTES);
  }

  private void container(Object o) {
    bytes += CONTAINER;
    try {
      if (o instanceof Map<?, ?> map) {
        map.forEach(
            (key, value) -> {
              bytes += ENTRY;
              accept(key);
              accept(value);
            });
        return;
      }
      int each = o instanceof Set ? ENTRY : ELEMENT;
      for (Object element : (Collection<?>) o) {
        bytes += each;
        accept(element);
      }
    } catch (ConcurrentModificationException e) {
      // Somebody outside fills it at this moment: the next look sees the rest.
      bytes += SMALL;
    }
  }
}
