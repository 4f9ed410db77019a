package org.moonwire.websocket.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class AddressRaceTest {
  private final EventLoops loops = new EventLoops();
  private final List<Socket> sockets = new ArrayList<>();
  private ServerSocket server;

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void close() throws IOException {
    server.close();
    for (Socket socket : sockets) {
      socket.close();
    }
    loops.close();
  }

  private static InetSocketAddress of(ServerSocket listener) {
    return new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort());
  }

  private static InetSocketAddress refusing() throws IOException {
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return of(closed);
    }
  }

  /** Connections to it are neither accepted nor refused. */
  private ServerSocket silent() throws IOException {
    ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    for (int i = 0; i < 2; i++) {
      sockets.add(new Socket(full.getInetAddress(), full.getLocalPort()));
    }
    return full;
  }

  private void race(InetSocketAddress... addresses) throws Exception {
    CompletableFuture<Transport> end = new CompletableFuture<>();
    EventLoop loop = loops.next();
    loop.execute(
        () ->
            new AddressRace(loop, List.of(addresses), end::complete, end::completeExceptionally)
                .start());
    end.get(10, TimeUnit.SECONDS).close();
  }

  @Test
  void the_next_address_is_dialled_when_one_refuses() throws Exception {
    race(refusing(), refusing(), of(server));
    sockets.add(server.accept());
  }

  @Test
  void the_next_address_is_dialled_when_one_is_silent() throws Exception {
    try (ServerSocket silent = silent()) {
      race(of(silent), of(server));
      sockets.add(server.accept());
    }
  }

  @Test
  void the_race_is_lost_when_all_refuse() throws Exception {
    InetSocketAddress nobody = refusing();
    ExecutionException lost = assertThrows(ExecutionException.class, () -> race(nobody, nobody));
    assertTrue(lost.getCause() instanceof IOException, "" + lost.getCause());
  }

  @Test
  void the_families_of_addresses_take_turns() throws Exception {
    List<InetAddress> addresses =
        Stream.of("2001:db8::1", "2001:db8::2", "2001:db8::3", "192.0.2.1", "192.0.2.2")
            .map(AddressRaceTest::address)
            .toList();
    assertEquals(
        Stream.of("2001:db8::1", "192.0.2.1", "2001:db8::2", "192.0.2.2", "2001:db8::3")
            .map(AddressRaceTest::address)
            .toList(),
        Route.alternating(addresses));
  }

  private static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
