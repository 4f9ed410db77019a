package org.moonwire.websocket.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.moonwire.websocket.net.Way.Destination;

/**
 * Where a connection leads.
 *
 * @param addresses those to dial, in the order in which they are tried; at least one
 * @param proxy who answers there; null if it is the server itself
 * @param target the server's name or address, for the proxy
 * @param port the server's port, for the proxy
 */
record Route(List<SocketAddress> addresses, ProxyAddress proxy, String target, int port) {

  /**
   * Asks for the proxy, looks names up, and asks the guard about every address on the way. To be
   * called on a thread that may wait.
   *
   * <p>Where addresses are guarded a proxy is told the address that was asked for, not the name: it
   * might find another one.
   *
   * @param threads where the guard may wait
   * @return fails with a {@link DialException}, perhaps as the cause of another
   */
  static CompletableFuture<Route> find(DialRequest request, NameLookups names, Executor threads)
      throws IOException {
    Destination there = request.way().destination();
    if (there instanceof Destination.UnixSocket socket) {
      return CompletableFuture.completedFuture(
          new Route(List.of(UnixDomainSocketAddress.of(socket.path())), null, "", 0));
    }
    Finder finder = new Finder(names, threads);
    Destination.Place place = place(request);
    String host = place.host();
    int port = place.port();
    DialRequest.AddressGuard guard = request.way().guard();
    ProxyAddress proxy = request.way().proxy().choose(request.url());
    if (proxy == null) {
      return finder
          .permitted(host, guard, "host")
          .thenApply(found -> new Route(at(found, port), null, host, port));
    }
    CompletableFuture<String> target =
        guard == DialRequest.AddressGuard.NONE
            ? CompletableFuture.completedFuture(unbracketed(host))
            : finder.permitted(host, guard, "host").thenApply(all -> all.get(0).getHostAddress());
    return finder
        .permitted(proxy.host(), proxy.trusted() ? DialRequest.AddressGuard.NONE : guard, "proxy")
        .thenCombine(
            target, (found, name) -> new Route(at(found, proxy.port()), proxy, name, port));
  }

  /** The host and port to dial, for what is no Unix socket. */
  static Destination.Place place(DialRequest request) {
    return request.way().destination() instanceof Destination.Place place
        ? place
        : new Destination.Place(request.url().host(), request.url().port());
  }

  /** An IPv6 address without its brackets. */
  static String unbracketed(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  private record Finder(NameLookups names, Executor threads) {
    /** The addresses of a host that the guard permits, at least one. */
    CompletableFuture<List<InetAddress>> permitted(
        String host, DialRequest.AddressGuard guard, String what) {
      CompletableFuture<InetAddress[]> found =
          names
              .find(host)
              .exceptionallyCompose(
                  failure ->
                      CompletableFuture.failedFuture(
                          failure instanceof UnknownHostException
                              ? new DialException("unknown " + what + " `" + host + "`", failure)
                              : DialException.of(failure)));
      return guard == DialRequest.AddressGuard.NONE
          ? found.thenApply(all -> alternating(List.of(all)))
          : found.thenApplyAsync(all -> alternating(guarded(all, guard)), threads);
    }

    private static List<InetAddress> guarded(InetAddress[] all, DialRequest.AddressGuard guard) {
      List<InetAddress> permitted = Arrays.stream(all).filter(guard::permits).toList();
      if (permitted.isEmpty()) {
        throw new CompletionException(DialException.forbidden(all[0].getHostAddress()));
      }
      return permitted;
    }
  }

  /** RFC 8305, section 4: the two families take turns, beginning with that of the first. */
  static List<InetAddress> alternating(List<InetAddress> addresses) {
    Class<?> family = addresses.get(0).getClass();
    List<InetAddress> ours = addresses.stream().filter(family::isInstance).toList();
    List<InetAddress> others = addresses.stream().filter(a -> !family.isInstance(a)).toList();
    List<InetAddress> all = new ArrayList<>();
    for (int i = 0; i < addresses.size(); i++) {
      if (i < ours.size()) {
        all.add(ours.get(i));
      }
      if (i < others.size()) {
        all.add(others.get(i));
      }
    }
    return all;
  }

  private static List<SocketAddress> at(List<InetAddress> addresses, int port) {
    List<SocketAddress> all = new ArrayList<>();
    addresses.forEach(address -> all.add(new InetSocketAddress(address, port)));
    return all;
  }
}
