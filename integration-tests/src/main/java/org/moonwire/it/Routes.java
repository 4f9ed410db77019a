package org.moonwire.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The paths the server knows, each a few lines. Query parameters tune them; unknown paths are
 * answered with 404.
 */
final class Routes {

  private static final Map<String, Route> BY_PATH =
      Map.ofEntries(
          Map.entry("/echo", new Echo()),
          Map.entry("/greet", new Greet()),
          Map.entry("/flood", new Flood()),
          Map.entry("/close", new Close()),
          Map.entry("/status", new Status()),
          Map.entry("/badaccept", new BadAccept()),
          Map.entry("/subprotocol", new Subprotocol()),
          Map.entry("/extension", new Extension()),
          Map.entry("/headers", new Headers()),
          Map.entry("/prices", new Prices()),
          Map.entry("/chat", new Chat()),
          Map.entry("/silent", new Silent()),
          Map.entry("/deaf", new Deaf()),
          Map.entry("/raw", new Raw()),
          Map.entry("/ping", new Ping()));

  private Routes() {}

  static Route of(String path) {
    return BY_PATH.getOrDefault(path, new NotFound());
  }

  private static void pause(int millis) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(millis);
  }

  /** Sends every message back as it came, in {@code parts} frames. */
  private static final class Echo implements Route {
    @Override
    public void message(Peer peer, Frame message) throws IOException {
      int parts = peer.request().param("parts", 1);
      byte[] data = message.payload();
      int size = Math.max(1, (data.length + parts - 1) / parts);
      int from = 0;
      do {
        int to = Math.min(data.length, from + size);
        int opcode = from == 0 ? message.opcode() : Frame.CONTINUATION;
        byte[] part = Arrays.copyOfRange(data, from, to);
        peer.send(new Frame(opcode, to == data.length, part));
        from = to;
      } while (from < data.length);
    }
  }

  /** Sends {@code count} greetings at once: {@code hello 1}, {@code hello 2} and so on. */
  private static final class Greet implements Route {
    @Override
    public void opened(Peer peer) throws IOException {
      int count = peer.request().param("count", 1);
      for (int i = 1; i <= count; i++) {
        peer.sendText("hello " + i);
      }
    }
  }

  /**
   * Sends {@code count} numbered messages of at least {@code size} bytes, {@code every}
   * milliseconds apart, then closes with {@code close} if given.
   */
  private static final class Flood implements Route {
    @Override
    public void opened(Peer peer) throws IOException, InterruptedException {
      HttpRequest request = peer.request();
      int count = request.param("count", 20);
      int size = request.param("size", 0);
      int every = request.param("every", 0);
      for (int i = 1; i <= count; i++) {
        String number = Integer.toString(i);
        String filler = size > number.length() ? " " + "x".repeat(size - number.length() - 1) : "";
        peer.sendText(number + filler);
        if (every > 0) {
          pause(every);
        }
      }
      if (request.param("close", 0) > 0) {
        peer.sendClose(request.param("close", 1000), "");
      }
    }
  }

  /**
   * Sends {@code after} messages, then closes with {@code code} and {@code reason}, or drops TCP
   * with {@code drop=1}.
   */
  private static final class Close implements Route {
    @Override
    public void opened(Peer peer) throws IOException {
      HttpRequest request = peer.request();
      for (int i = 1; i <= request.param("after", 0); i++) {
        peer.sendText("message " + i);
      }
      if (request.param("drop", 0) == 1) {
        peer.drop();
      } else {
        peer.sendClose(request.param("code", 1000), request.param("reason", ""));
      }
    }
  }

  /** Refuses the upgrade with {@code code}. */
  private static final class Status implements Route {
    @Override
    public boolean upgrade(Peer peer) throws IOException {
      peer.refuse(peer.request().param("code", 403), "you shall not pass");
      return false;
    }
  }

  private static final class NotFound implements Route {
    @Override
    public boolean upgrade(Peer peer) throws IOException {
      peer.refuse(404, "no such path: " + peer.request().path());
      return false;
    }
  }

  /** Upgrades with the accept key of somebody else. */
  private static final class BadAccept implements Route {
    @Override
    public boolean upgrade(Peer peer) throws IOException {
      peer.acceptWithKey(Peer.acceptKey("not your key"), "");
      return true;
    }
  }

  /** Picks the subprotocol {@code pick}, whatever was offered, and echoes. */
  private static final class Subprotocol implements Route {
    @Override
    public boolean upgrade(Peer peer) throws IOException {
      peer.accept("Sec-WebSocket-Protocol: " + peer.request().param("pick", "a") + "\r\n");
      return true;
    }
  }

  /** Claims the extension {@code pick}, whatever was offered. */
  private static final class Extension implements Route {
    @Override
    public boolean upgrade(Peer peer) throws IOException {
      peer.accept("Sec-WebSocket-Extensions: " + peer.request().param("pick", "x-own") + "\r\n");
      return true;
    }
  }

  /** Sends the request's headers as one JSON object of name to list of values. */
  private static final class Headers implements Route {
    @Override
    public void opened(Peer peer) throws IOException {
      peer.sendText(Json.ofHeaders(peer.request().headers()));
    }
  }

  /**
   * On {@code {"action":"subscribe","symbols":[..]}} sends {@code count} prices {@code {symbol,
   * value}}, {@code every} milliseconds apart, and closes.
   */
  private static final class Prices implements Route {
    @Override
    public void message(Peer peer, Frame message) throws IOException {
      Json.Subscription wish = Json.subscription(message.text());
      if (!wish.action().equals("subscribe") || wish.symbols().isEmpty()) {
        peer.sendClose(1008, "send {\"action\":\"subscribe\",\"symbols\":[..]}");
        return;
      }
      int count = peer.request().param("count", 6);
      int every = peer.request().param("every", 0);
      for (int i = 0; i < count; i++) {
        String symbol = wish.symbols().get(i % wish.symbols().size());
        peer.sendText(Json.price(symbol, 1000 + i * 2.5));
        try {
          pause(every);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return;
        }
      }
      peer.sendClose(1000, "market closed");
    }
  }

  /** Greets whoever joins, repeats what is said, and closes after {@code count} messages. */
  private static final class Chat implements Route {
    @Override
    public void message(Peer peer, Frame message) throws IOException {
      String room = Json.field(message.text(), "room");
      int count = peer.request().param("count", 2);
      for (int i = 1; i <= count; i++) {
        peer.sendText(Json.chat(room, "welcome " + i));
      }
      peer.sendClose(1000, "room closed");
    }
  }

  /** Says nothing; pings and the close frame are answered. */
  private static final class Silent implements Route {}

  /** Reads nothing at all until the server is closed. */
  private static final class Deaf implements Route {
    @Override
    public boolean reads() {
      return false;
    }
  }

  /**
   * Sends the bytes given in hex as {@code hex}, {@code repeat} times: broken frames for the client
   * to refuse.
   */
  private static final class Raw implements Route {
    @Override
    public void opened(Peer peer) throws IOException {
      byte[] bytes = HexFormat.of().parseHex(peer.request().param("hex", ""));
      for (int i = 0; i < peer.request().param("repeat", 1); i++) {
        peer.writeRaw(bytes);
      }
    }
  }

  /**
   * Pings {@code count} times with {@code payload}, {@code every} ms apart; reports each pong as
   * {@code pong <payload>}.
   */
  private static final class Ping implements Route {
    @Override
    public void opened(Peer peer) throws IOException, InterruptedException {
      HttpRequest request = peer.request();
      byte[] payload = request.param("payload", "are you there").getBytes(UTF_8);
      for (int i = 0; i < request.param("count", 1); i++) {
        peer.send(new Frame(Frame.PING, true, payload));
        pause(request.param("every", 0));
      }
    }

    @Override
    public void pong(Peer peer, Frame pong) throws IOException {
      if (peer.request().param("report", 1) == 1) {
        peer.sendText("pong " + pong.text());
      }
    }
  }
}
