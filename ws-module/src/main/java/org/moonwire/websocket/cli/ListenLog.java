package org.moonwire.websocket.cli;

import java.io.PrintWriter;
import java.time.LocalTime;
import java.time.ZoneId;

/** Shows what happens to a listener's connections, a line or more for each event. Thread-safe. */
final class ListenLog {
  private final PrintWriter out;
  private final MessageView view;

  ListenLog(PrintWriter out, boolean coloured) {
    this.out = out;
    this.view = new MessageView(true, coloured);
  }

  void event(int client, String what) {
    write(view.remark(LocalTime.now(ZoneId.systemDefault()), "#" + client + " " + what));
  }

  void message(int client, ServerFrames.Message message) {
    String type = message.isText() ? "text" : "binary";
    Object data = message.isText() ? message.text() : message.data();
    write(view.show(LocalTime.now(ZoneId.systemDefault()), "#" + client + " < ", type, data));
  }

  private synchronized void write(String line) {
    out.println(line);
    out.flush();
  }
}
