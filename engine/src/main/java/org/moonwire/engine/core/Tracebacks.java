package org.moonwire.engine.core;

import java.util.ArrayList;
import java.util.List;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.Prototype;

/**
 * Where code is: {@code chunk:line:} and tracebacks in the words of PUC Lua's {@code
 * luaL_traceback}.
 */
public final class Tracebacks {
  private static final int FIRST = 12;
  private static final int LAST = 10;
  private static final int MAX_SOURCE = 60;

  private Tracebacks() {}

  /** One call in progress; {@code line} is -1 and {@code source} {@code [Java]} for Java code. */
  public record Call(int level, String source, int line, String name, String type) {}

  /** {@code chunk:line: } of a Lua frame, empty for anything else. */
  static String position(Frame f) {
    if (f.kind != Frame.LUA) {
      return "";
    }
    int line = f.currentLine();
    return chunkName(f.prototype) + ":" + (line < 0 ? "?" : Integer.toString(line)) + ": ";
  }

  /**
   * The position of the function at {@code level} above the running Java function, 1 being its
   * caller.
   */
  static String position(Coroutine co, int level) {
    Frame f = co.top;
    for (int i = 1; i < level && f != null; i++) {
      f = f.previous;
    }
    return f == null ? "" : position(f);
  }

  static ScriptFailure.Origin origin(Coroutine co) {
    Frame f = co.top;
    while (f != null && f.kind != Frame.LUA) {
      f = f.previous;
    }
    if (f == null) {
      return ScriptFailure.Origin.UNKNOWN;
    }
    return new ScriptFailure.Origin(chunkName(f.prototype), f.currentLine(), traceback(co, 0));
  }

  /** The calls in progress in the running script, innermost first; empty where no script runs. */
  public static List<Call> current() {
    Task task = Task.current();
    return task == null ? List.of() : calls(task.current);
  }

  private static List<Call> calls(Coroutine co) {
    List<Call> calls = new ArrayList<>();
    int level = 0;
    for (Frame f = co.top; f != null; f = f.previous) {
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
      } else if (f.kind != Frame.BASE) {
        calls.add(new Call(level++, "[Java]", -1, null, "Java"));
      }
    }
    return calls;
  }

  /** {@code stack traceback:} and a line for each call from {@code level} on. */
  static String traceback(Coroutine co, int level) {
    StringBuilder text = new StringBuilder("stack traceback:");
    List<String> lines = new ArrayList<>();
    int at = 0;
    for (Frame f = co.top; f != null; f = f.previous) {
      if (f.kind == Frame.BASE && co.resumer != null) {
        break;
      }
      if (at++ >= level) {
        lines.add(describe(f));
      }
    }
    for (int i = 0; i < lines.size(); i++) {
      if (i == FIRST && lines.size() > FIRST + LAST) {
        text.append("\n\t...");
        i = lines.size() - LAST - 1;
        continue;
      }
      text.append("\n\t").append(lines.get(i));
    }
    return text.toString();
  }

  private static String describe(Frame f) {
    if (f.kind != Frame.LUA) {
      return "[Java]: in ?";
    }
    Prototype p = f.prototype;
    StringBuilder line = new StringBuilder(chunkName(p)).append(':');
    line.append(f.currentLine()).append(": in ");
    Names.Name name = f.tailCalled ? null : Names.ofFunction(f.previous);
    if (name != null) {
      line.append(name.kind().equals("global") ? "function" : name.kind());
      line.append(" '").append(name.text()).append('\'');
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
    return chunkName(p.source.tojstring());
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
