package org.moonwire.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.moonwire.engine.LuaEngine;
import org.moonwire.engine.LuaEngineBuilder;
import org.moonwire.policy.PolicySet;
import org.moonwire.websocket.connection.Dialer;
import org.moonwire.websocket.net.Connection;
import org.moonwire.websocket.net.DialException;

/** URLs such as {@code ws+unix:///run/app.sock:/path}. */
@Timeout(60)
class UnixSocketTest {
  private static final String SCRIPT =
      "local c, err = websocket.connect(url, OPTIONS)"
          + " if not c then return err:kind() .. ': ' .. err:message() end"
          + " local m = c:channel():receive().data"
          + " local t = c:connection() c:close() return m .. ' ' .. t.remote_address";

  @TempDir private Path folder;

  /** Greets whoever comes with `hi`, and notes the requests. */
  private static final class Greeter implements Closeable {
    private final ServerSocketChannel listener =
        ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    private final BlockingQueue<String> heads = new LinkedBlockingQueue<>();

    Greeter(Path path) throws IOException {
      listener.bind(UnixDomainSocketAddress.of(path));
      Thread thread = new Thread(this::accept, "greeter");
      thread.setDaemon(true);
      thread.start();
    }

    private void accept() {
      while (listener.isOpen()) {
        try (SocketChannel client = listener.accept()) {
          InputStream in = Channels.newInputStream(client);
          String head = RawServer.head(in);
          heads.add(head);
          String answer = RawServer.accepted(head, "") + "\u0081\u0002hi";
          client.write(ByteBuffer.wrap(answer.getBytes(StandardCharsets.ISO_8859_1)));
          in.read();
          client.write(ByteBuffer.wrap(new byte[] {(byte) 0x88, 0}));
        } catch (IOException e) {
          System.getLogger("org.moonwire.it").log(System.Logger.Level.DEBUG, "ended", e);
        }
      }
    }

    @Override
    public void close() throws IOException {
      listener.close();
    }
  }

  private static String connect(LuaEngineBuilder builder, String url, String options)
      throws Exception {
    try (LuaEngine engine = builder.build()) {
      engine.put("url", url);
      return (String) engine.eval(SCRIPT.replace("OPTIONS", options));
    }
  }

  private static LuaEngineBuilder under(String action, String resource, String effect)
      throws Exception {
    String yaml =
        """
        version: "1.0"
        namespace: t
        entries:
        - {name: a, kind: security.policy, policy: {actions: [websocket.connect, websocket.connect.url], resources: "*", effect: allow}}
        - {name: b, kind: security.policy, policy: {actions: %s, resources: "%s", effect: %s}}
        """
            .formatted(action, resource, effect);
    return LuaEngine.builder().policy(PolicySet.parse("t", yaml));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ws+unix://", "WS+UNIX:", "ws+unix:"})
  void a_socket_is_dialled_and_the_host_is_localhost(String scheme) throws Exception {
    Path path = folder.toRealPath().resolve("a.sock");
    try (Greeter server = new Greeter(path)) {
      String got = connect(LuaEngine.builder(), scheme + path + ":/chat?a=%20", "nil");
      assertEquals("hi " + path, got);
      String head = server.heads.take();
      assertEquals("/chat?a=%20", head.split(" ", 3)[1]);
      assertEquals("localhost", RawServer.header(head, "host"));
      assertEquals("hi " + path, connect(LuaEngine.builder(), scheme + path, "nil"));
      assertEquals("/", server.heads.take().split(" ", 3)[1]);
    }
  }

  @Test
  void nobody_there_is_an_error_that_names_the_socket() throws Exception {
    Path path = folder.toRealPath().resolve("none.sock");
    String got = connect(LuaEngine.builder(), "ws+unix://" + path + ":/", "nil");
    assertTrue(got.startsWith("Internal: failed to dial websocket: "), got);
    assertTrue(got.endsWith("(" + path + ")"), got);
  }

  @Test
  void it_is_an_action_of_its_own_and_links_are_followed_before_it_is_asked() throws Exception {
    Path real = folder.toRealPath().resolve("real.sock");
    Path link = folder.toRealPath().resolve("link.sock");
    Files.createSymbolicLink(link, real);
    String unix = "websocket.connect.unix";
    try (Greeter server = new Greeter(real)) {
      String url = "ws+unix://" + link + ":/";
      String refused = "PermissionDenied: not allowed: " + url;
      assertEquals(refused, connect(under(unix, link.toString(), "allow"), url, "nil"));
      assertEquals(refused, connect(under("other", "x", "allow"), url, "nil"));
      assertTrue(server.heads.isEmpty());
      assertEquals("hi " + real, connect(under(unix, real.toString(), "allow"), url, "nil"));
    }
  }

  /** Whoever may write to a folder might lead elsewhere between the question and the dial. */
  @Test
  void a_folder_that_became_a_link_since_it_was_asked_for_is_noticed() throws Exception {
    Path there = Files.createDirectory(folder.toRealPath().resolve("there"));
    Path here = folder.toRealPath().resolve("here");
    Files.createSymbolicLink(here, there);
    Path asked = here.resolve("a.sock");
    try (Greeter server = new Greeter(there.resolve("a.sock"));
        Dialer dialer = new Dialer()) {
      CompletableFuture<Connection> dialled =
          dialer
              .dial(new RequestTo("ws://localhost/").at(asked).build(), new QueueInbox())
              .opened();
      Exception failed =
          assertThrows(ExecutionException.class, () -> dialled.get(20, TimeUnit.SECONDS));
      assertTrue(((DialException) failed.getCause()).isForbidden(), "" + failed);
      assertTrue(server.heads.isEmpty());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ws+unix://relative:/x",
        "ws+unix://",
        "ws+unix:///",
        "ws+unix:///a.sock:x",
        "ws+unix:///a.sock:/x y",
        "ws+unix:///a\0b:/",
        "wss+unix:///a.sock:/x",
      })
  void what_is_no_socket_is_an_invalid_url(String url) throws Exception {
    String got = connect(LuaEngine.builder(), url, "nil");
    assertTrue(got.startsWith("Invalid: invalid URL"), got);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{proxy = 'http://h:1'}", "{connect_to = 'h:1'}"})
  void options_that_are_for_hosts_are_invalid(String options) throws Exception {
    String got = connect(LuaEngine.builder(), "ws+unix:///a.sock:/", options);
    assertTrue(got.contains("leave them out for a Unix socket"), got);
  }
}
