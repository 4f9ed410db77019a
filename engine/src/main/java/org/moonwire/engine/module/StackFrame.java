package org.moonwire.engine.module;

/**
 * One level of a Lua call stack: the chunk or {@code [Java]}, the 1-based line or -1, the name the
 * function was called by or {@code ""}, and {@code "Lua"}, {@code "Java"} or {@code "main"}.
 */
public record StackFrame(String source, int line, String name, String type) {
  /** The form {@code chunk:12: in function 'name'}. */
  @Override
  public String toString() {
    String place = line > 0 ? source + ":" + line : source;
    if (type.equals("main")) {
      return place + ": in main chunk";
    }
    return place + ": in " + (name.isEmpty() ? "a function" : "function '" + name + "'");
  }
}
