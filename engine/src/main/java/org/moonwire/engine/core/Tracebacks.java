package org.moonwire.engine.core;

import java.util.ArrayList;
import java.util.List;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Prototype;

/**
 * Where code is: {@code chunk:line:} and tracebacks in the words of PUC Lua's {@code
 * luaL_traceback}.
 */
public final class Tracebacks {
  private static final int FIRST = 12;
  private static final int LAST = 10;

  // As many at level 5.4.
  private static final int FIRST_54 = 10;
  private static final int LAST_54 = 11;
  private static final int MAX_SOURCE = 60;

  /** How many calls an error remembers, innermost first. */
  private static final int MAX_CALLS = 100;

  private Tracebacks() {}

  /** One call in progress; {@code line} is -1 and {@code source} {@code [Java]} for Java code. */
  public record Call(int level, String source, int line, String name, String type) {}

  /** {@code chunk:line: } of a Lua frame, empty for anything else. */
  static String position(Frame f) {
    if (f.kind != Frame.LUA) {
      return "";
    }
    int line = f.currentLine();
    boolean bare = f.prototype.lineinfo.length == 0;
    return chunkName(f.prototype) + ":" + (line < 0 && !bare ? "?" : Integer.toString(line)) + ": ";
  }

  /**
   * The position of the function at {@code level} above the running Java function, 1 being its
   * caller.
   */
  static String position(Coroutine co, int level) {
    checkShown(Task.current());
    Frame f = co.top;
    for (int i = 1; i < level && f != null; i++) {
      f = f.previous;
    }
    Poll.work(Math.min(level, co.depth));
    boolean bare = f != null && f.kind == Frame.LUA && f.prototype.lineinfo.length == 0;
    return f == null || bare ? "" : position(f);
  }

  /** Where a script was that something outside has ended. */
  static ScriptFailureException.Origin whereStopped(Task task) {
    if (!(task.failure instanceof StoppedException) || task.failure instanceof ExitException) {
      return ScriptFailureException.Origin.UNKNOWN;
    }
    try {
      return origin(task.current);
    } catch (StoppedException e) {
      // Who has called the script has no more time either.
      return ScriptFailureException.Origin.UNKNOWN;
    }
  }

  /** A traceback of one call. */
  static String of(Frame f) {
    return "stack traceback:\n\t" + describe(f);
  }

  static ScriptFailureException.Origin origin(Coroutine co) {
    Frame f = co.top;
    while (f != null && f.kind != Frame.LUA) {
      f = f.previous;
    }
    if (f == null) {
      return ScriptFailureException.Origin.UNKNOWN;
    }
    Names.Name raiser = Names.callsJava(co.top) ? Names.ofFunction(co.top) : null;
    String traceback = traceback(co, raiser == null ? 1 : 0, raiser == null ? "?" : raiser.text());
    return new ScriptFailureException.Origin(chunkName(f.prototype), f.currentLine(), traceback);
  }

  /** {@code chunk:line: } of the Lua code that called the running Java function. */
  public static String here() {
    Task task = Task.current();
    checkShown(task);
    return task == null ? "" : position(task.current.top);
  }

  /**
   * The calls in progress in the running script, innermost first, {@value #MAX_CALLS} at most;
   * empty where no script runs.
   */
  public static List<Call> current() {
    Task task = Task.current();
    checkShown(task);
    return task == null ? List.of() : calls(task.current);
  }

  private static void checkShown(Task task) {
    if (task != null) {
      task.compiledCalls.check();
    }
  }

  private static List<Call> calls(Coroutine co) {
    List<Call> calls = new ArrayList<>();
    int level = 0;
    for (Frame f = co.top; f != null && level < MAX_CALLS; f = f.previous) {
      if (f.kind == Frame.LUA) {
        Names.Name name = f.tailCalled ? null : Names.ofFunction(f.previous);
        boolean main = f.prototype.linedefined == 0;
        calls.add(
            new Call(
                level++,
                chunkName(f.prototype),
                f.currentLine(),
                name == null ? null : name.text(),
                main ? "main" : "Lua"));
      } else if (f.kind != Frame.BASE && f.kind != Frame.CLOSING) {
        calls.add(new Call(level++, "[Java]", -1, null, "Java"));
      }
    }
    return calls;
  }

  /**
   * {@code stack traceback:} and a line for each call from {@code level} on, level 0 being the Java
   * function that {@code co} executes: {@code function}, or if it is suspended the one that
   * suspended it. Of many calls only the innermost and the outermost are shown.
   */
  static String traceback(Coroutine co, int level, String function) {
    checkShown(Task.current());
    Poll.work(co.depth);
    String running = running(co, function);
    Excerpt lines = new Excerpt(level, (running == null ? 0 : 1) + countShown(co));
    if (running != null && lines.wants()) {
      lines.add(running);
    }
    for (Frame f = co.top; f != null; f = f.previous) {
      if (isShown(co, f) && lines.wants()) {
        lines.add(describe(f));
      }
    }
    return lines.text.toString();
  }

  /** The lines of a traceback that are shown, of all that there could be. */
  private static final class Excerpt {
    private final StringBuilder text = new StringBuilder("stack traceback:");
    private final int from;

    /** The first line that is left out, and the last. */
    private final int mark;

    private final int end;
    private final boolean counts;
    private int next;

    Excerpt(int from, int size) {
      this.from = from;
      this.counts = Wording.running().tellsMoreInTracebacks();
      if (counts) {
        boolean tooMany = size - 1 - from > FIRST_54 + LAST_54;
        this.mark = tooMany ? from + FIRST_54 : size;
        this.end = tooMany ? size - 1 - LAST_54 : size;
      } else {
        int start = from < FIRST - 1 ? 0 : from;
        boolean tooMany = size - start - 1 > FIRST + LAST;
        this.mark = tooMany ? start + FIRST - 1 : size;
        this.end = tooMany ? size - LAST - 2 : size;
      }
    }

    /** Counts a line; true if it is to be added. */
    boolean wants() {
      int line = next++;
      if (line == mark) {
        text.append("\n\t...");
        if (counts) {
          text.append("\t(skipping ").append(end - mark).append(" levels)");
        }
      }
      return line >= from && (line < mark || line > end);
    }

    void add(String line) {
      text.append("\n\t").append(line);
    }
  }

  private static String running(Coroutine co, String function) {
    if (co.status == Coroutine.Status.RUNNING) {
      return "[Java]: in function '" + function + "'";
    }
    return co.status != Coroutine.Status.NORMAL && Names.callsJava(co.top)
        ? java(co.top, null)
        : null;
  }

  private static int countShown(Coroutine co) {
    int count = 0;
    for (Frame f = co.top; f != null; f = f.previous) {
      count += isShown(co, f) ? 1 : 0;
    }
    return count;
  }

  @SuppressWarnings("ReferenceEquality") // coroutines are equal if they are the same
  private static boolean isShown(Coroutine co, Frame f) {
    return switch (f.kind) {
      case Frame.BASE -> Task.current() != null && co == Task.current().root;
      case Frame.HANDLER -> Names.callsJava(f.previous);
      case Frame.CLOSING -> false;
      default -> true;
    };
  }

  private static String describe(Frame f) {
    return switch (f.kind) {
      case Frame.LUA -> describeLua(f);
      case Frame.BASE -> "[Java]: in ?";
      case Frame.PCALL -> java(f.previous, "pcall");
      case Frame.XPCALL -> java(f.previous, "xpcall");
      default -> java(f.previous, null);
    };
  }

  private static String java(Frame caller, String otherwise) {
    Names.Name name = Names.ofFunction(caller);
    String library = Wording.running().tellsMoreInTracebacks() ? libraryName(caller) : "?";
    String own = name == null ? otherwise : name.text();
    String text = library.equals("?") ? own : library;
    return text == null ? "[Java]: in ?" : "[Java]: in function '" + text + "'";
  }

  private static String libraryName(Frame caller) {
    if (!Names.callsJava(caller)) {
      return "?";
    }
    LuaValue called = caller.stack[(caller.instruction() >> 6) & 0xff];
    return Names.libraryName(Task.running().realm, called);
  }

  private static String describeLua(Frame f) {
    Prototype p = f.prototype;
    StringBuilder line = new StringBuilder(chunkName(p)).append(':');
    line.append(f.currentLine()).append(": in ");
    Names.Name name = f.tailCalled ? null : Names.ofFunction(f.previous);
    if (name != null) {
      line.append(Wording.running().called(name));
    } else if (p.linedefined == 0) {
      line.append("main chunk");
    } else {
      line.append("function <").append(chunkName(p)).append(':').append(p.linedefined).append('>');
    }
    if (f.tailCalled) {
      line.append("\n\t(...tail calls...)");
    }
    return line.toString();
  }

  /** The chunk as messages show it ({@code luaO_chunkid}). */
  public static String chunkName(Prototype p) {
    return chunkName(LuaStrings.display(p.source));
  }

  /** See {@link #chunkName(Prototype)}. */
  public static String chunkName(String source) {
    if (source.startsWith("=") || source.startsWith("@")) {
      String rest = source.substring(1);
      if (rest.length() < MAX_SOURCE) {
        return rest;
      }
      return source.charAt(0) == '='
          ? rest.substring(0, MAX_SOURCE - 1)
          : "..." + rest.substring(rest.length() - (MAX_SOURCE - 4));
    }
    int newline = source.indexOf('\n');
    int room = MAX_SOURCE - "[string \"...\"]".length() - 1;
    if (newline < 0 && source.length() < room) {
      return "[string \"" + source + "\"]";
    }
    String first = newline >= 0 ? source.substring(0, newline) : source;
    return "[string \"" + first.substring(0, Math.min(first.length(), room)) + "...\"]";
  }

  /** A chunk name for messages that have none. */
  static LuaString defaultName() {
    return LuaString.valueOf("=?");
  }
}
