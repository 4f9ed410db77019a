package org.moonwire.websocket.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;

/**
 * How messages are shown: with their time, JSON spread over lines and nothing in them that a
 * terminal obeys; in a pipe, as they are.
 */
final class MessageView {
  private static final int MAX_HEX = 64;
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");

  private final boolean terminal;
  private final boolean coloured;

  MessageView(boolean terminal, boolean coloured) {
    this.terminal = terminal;
    this.coloured = coloured;
  }

  /** A message of the type {@code text} or {@code binary}; bytes, or a text where that is one. */
  String show(LocalTime time, String type, Object data) {
    String text = type.equals("binary") ? hex(data) : data.toString();
    return terminal ? show(time, "< ", type, data) : text;
  }

  /** As above for a terminal, behind a mark that tells where it comes from. */
  String show(LocalTime time, String mark, String type, Object data) {
    String text = type.equals("binary") ? hex(data) : data.toString();
    return remark(time, mark + JsonText.pretty(harmless(text), coloured));
  }

  /** Something that we say about the connection. */
  String remark(LocalTime time, String text) {
    String shown = TIME.format(time);
    return (coloured ? "\033[90m" + shown + "\033[0m " : shown + " ") + text;
  }

  private static String hex(Object data) {
    byte[] bytes = data instanceof byte[] b ? b : data.toString().getBytes(UTF_8);
    int shown = Math.min(bytes.length, MAX_HEX);
    String rest = shown < bytes.length ? " ..." : "";
    return bytes.length + " bytes: " + HexFormat.ofDelimiter(" ").formatHex(bytes, 0, shown) + rest;
  }

  private static String harmless(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              boolean obeyed = Character.getType(c) == Character.CONTROL && c != '\n' && c != '\t';
              if (obeyed || Character.getType(c) == Character.FORMAT) {
                shown.append(String.format("\\u%04x", c));
              } else {
                shown.appendCodePoint(c);
              }
            });
    return shown.toString();
  }
}
