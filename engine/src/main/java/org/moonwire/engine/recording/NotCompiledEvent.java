package org.moonwire.engine.recording;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A function that is hot and goes on interpreted. */
@Name("org.moonwire.engine.NotCompiled")
@Label("Function Not Compiled")
@Category({"Moonwire", "Engine"})
@Description("A function or loop is hot, but must not or cannot be compiled")
@StackTrace(false)
final class NotCompiledEvent extends Event {
  @Label("Chunk")
  String chunk;

  @Label("Line")
  @Description("Where the function or loop is, 0 for the whole chunk")
  int line;

  @Label("Reason")
  String reason;

  static boolean isOn() {
    return new NotCompiledEvent().isEnabled();
  }

  static void commit(String chunk, int line, String reason) {
    NotCompiledEvent event = new NotCompiledEvent();
    event.chunk = chunk;
    event.line = line;
    event.reason = reason;
    event.commit();
  }
}
