package org.moonwire.websocket.cli;

import java.io.IOException;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import javax.script.ScriptException;
import org.moonwire.engine.LuaEngine;
import org.moonwire.engine.LuaFunction;
import org.moonwire.engine.module.ErrorValue;
import org.moonwire.websocket.WebSocketModule;

/** One connection between somebody who types, or a pipe, and a server. Main thread only. */
final class Talk {
  private static final long CLOSE_TIMEOUT_SECONDS = 30;
  private static final int NORMAL = 1000;
  private static final String HELP =
      "every line is a message; /close [CODE [REASON]] closes, /ping measures the way there and"
          + " back, //x sends /x";

  private final String url;
  private final Map<String, Object> options;
  private final CountDownLatch over = new CountDownLatch(1);
  private LuaFunction send;
  private LuaFunction close;
  private LuaFunction ping;

  /** The thread that waits for a line; null while none does. Guarded by this. */
  private Thread typing;

  /** Whether the user has asked for the end, with whatever code. */
  private boolean asked;

  Talk(String url, Map<String, Object> options) {
    this.url = url;
    this.options = options;
  }

  /** Goes on until the connection or the input ends; the exit code. */
  int run() throws IOException, ScriptException {
    try (TalkScreen screen = TalkScreen.open();
        LuaEngine engine =
            LuaEngine.builder()
                .module(WebSocketModule.builder().grantInsecure().environmentProxies().build())
                .build()) {
      List<Object> opened = open(engine, screen);
      if (opened.get(0) == null) {
        screen.complain(((ErrorValue) opened.get(1)).message());
        return Main.FAILED;
      }
      send = (LuaFunction) opened.get(0);
      close = (LuaFunction) opened.get(1);
      ping = (LuaFunction) opened.get(2);
      screen.remark("connected to " + url);
      converse(screen);
      return end(screen, (LuaFunction) opened.get(3));
    }
  }

  private List<Object> open(LuaEngine engine, TalkScreen screen)
      throws IOException, ScriptException {
    BiConsumer<String, Object> received =
        (type, data) -> screen.message(LocalTime.now(ZoneId.systemDefault()), type, data);
    Runnable ended = this::ended;
    LuaFunction connect = (LuaFunction) engine.eval(TypedLua.program("connect.lua"));
    return connect.callMulti(url, options, received, ended);
  }

  /** The connection has ended: whoever waits for a line need not, and nothing else is disturbed. */
  private synchronized void ended() {
    over.countDown();
    if (typing != null) {
      typing.interrupt();
    }
  }

  private synchronized boolean isOver() {
    return over.getCount() == 0;
  }

  private synchronized void setTyping(Thread thread) {
    typing = thread;
  }

  private void converse(TalkScreen screen) throws IOException, ScriptException {
    String line = readLine(screen);
    while (line != null && goesOn(screen, line)) {
      line = readLine(screen);
    }
  }

  /** Null at the end of the input or of the connection. */
  private String readLine(TalkScreen screen) throws IOException {
    setTyping(Thread.currentThread());
    try {
      return isOver() ? null : screen.readLine();
    } finally {
      setTyping(null);
      boolean unused = Thread.interrupted();
    }
  }

  /** Returns false if the line asks for the end. */
  private boolean goesOn(TalkScreen screen, String line) throws ScriptException {
    if (!screen.isTerminal() || !line.startsWith("/") || line.startsWith("//")) {
      boolean escaped = screen.isTerminal() && line.startsWith("//");
      complainOf(screen, send.callMulti(escaped ? line.substring(1) : line));
      return true;
    }
    String[] words = line.strip().split("\\s+", 3);
    switch (words[0]) {
      case "/close", "/quit" -> {
        return !closes(screen, words);
      }
      case "/ping" -> {
        List<Object> pong = ping.callMulti();
        screen.remark(
            pong.get(0).equals(true) ? "pong after " + pong.get(1) : "no pong: " + pong.get(1));
      }
      case "/help" -> screen.remark(HELP);
      default -> screen.complain("no command `" + words[0] + "`; " + HELP);
    }
    return true;
  }

  private static boolean complainOf(TalkScreen screen, List<Object> results) {
    boolean failed = results.size() > 1 && results.get(1) instanceof ErrorValue;
    if (failed) {
      screen.complain(((ErrorValue) results.get(1)).message());
    }
    return failed;
  }

  private boolean closes(TalkScreen screen, String[] words) throws ScriptException {
    int code;
    try {
      code = words.length > 1 ? Integer.parseInt(words[1]) : NORMAL;
    } catch (NumberFormatException e) {
      screen.complain("`" + words[1] + "` is no close code, such as 1000 or 4000");
      return false;
    }
    asked = !complainOf(screen, close.callMulti(code, words.length > 2 ? words[2] : ""));
    return asked;
  }

  /** Says how the connection has ended, having closed it if it is still open. */
  private int end(TalkScreen screen, LuaFunction closeInfo) throws ScriptException {
    if (!isOver() && !asked) {
      List<Object> unused = close.callMulti(NORMAL, "");
    }
    if (!awaitEnd()) {
      screen.complain("the server does not close");
      return Main.FAILED;
    }
    List<Object> info = closeInfo.callMulti();
    int code = ((Number) info.get(0)).intValue();
    String reason = String.valueOf(info.get(1)) + info.get(3);
    String by = info.get(2).equals("peer") ? " by the server" : "";
    screen.remark("closed" + by + " with " + code + (reason.isEmpty() ? "" : ": " + reason));
    return asked ? Main.OK : exitCode(code);
  }

  /** False if it takes too long, or if somebody wants the program to end. */
  private boolean awaitEnd() {
    try {
      return over.await(CLOSE_TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  static int exitCode(int code) {
    return switch (code) {
      case 1000, 1001, 1005 -> Main.OK;
      default -> code < 2000 ? code - 900 : 200 + code / 1000;
    };
  }
}
