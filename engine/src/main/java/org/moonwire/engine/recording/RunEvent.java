package org.moonwire.engine.recording;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A run; its duration is that from the call to the return, waits included. */
@Name("org.moonwire.engine.Run")
@Label("Script Run")
@Category({"Moonwire", "Engine"})
@Description("A script or one of its functions was called and has ended")
@StackTrace(false)
final class RunEvent extends Event {
  private static final String DONE = "done";
  private static final String FAILED = "failed";

  @Label("Name")
  @Description("The chunk, with the line of a function in it, or the name by which one was called")
  String name;

  @Label("Outcome")
  @Description("done or failed")
  String outcome;

  @Label("Error Kind")
  @Description("Timeout, Canceled, OutOfMemory, Deadlock, Closed, Exit or that of the error")
  String kind;

  @Label("Tasks Left")
  @Description("Tasks that go on in its Bindings")
  int tasksLeft;

  /** Null if nobody records these events. */
  static Object begun() {
    RunEvent event = new RunEvent();
    if (!event.isEnabled()) {
      return null;
    }
    event.begin();
    return event;
  }

  static void commit(Object begun, String name, String kind, int tasksLeft) {
    RunEvent event = (RunEvent) begun;
    event.name = name;
    event.outcome = kind == null ? DONE : FAILED;
    event.kind = kind;
    event.tasksLeft = tasksLeft;
    event.commit();
  }
}
