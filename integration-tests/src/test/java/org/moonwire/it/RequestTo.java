package org.moonwire.it;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.moonwire.policy.WebSocketUrl;
import org.moonwire.websocket.net.DialRequest;
import org.moonwire.websocket.net.ProxyChoice;
import org.moonwire.websocket.net.Redirects;
import org.moonwire.websocket.net.TlsTerms;
import org.moonwire.websocket.net.Way;
import org.moonwire.websocket.net.Way.Destination;
import org.moonwire.websocket.wire.DeflateTerms;

/** A request, with five seconds to dial and nothing else unless said. */
final class RequestTo {
  private final WebSocketUrl url;
  private Duration dial = Duration.ofSeconds(5);
  private Duration read = Duration.ZERO;
  private Duration write = Duration.ZERO;
  private Duration pingEvery = Duration.ZERO;
  private Duration pongWithin = Duration.ZERO;
  private int readLimit = 16 * 1024 * 1024;
  private DeflateTerms.Offer compression;
  private DialRequest.AddressGuard guard = DialRequest.AddressGuard.NONE;
  private TlsTerms tls = TlsTerms.DEFAULT;
  private ProxyChoice proxy = ProxyChoice.DIRECT;
  private Destination destination;

  RequestTo(String url) {
    this.url = WebSocketUrl.parse(url);
  }

  RequestTo dialWithin(Duration timeout) {
    dial = timeout;
    return this;
  }

  RequestTo readWithin(Duration timeout) {
    read = timeout;
    return this;
  }

  RequestTo writeWithin(Duration timeout) {
    write = timeout;
    return this;
  }

  RequestTo keepAlive(Duration every, Duration within) {
    pingEvery = every;
    pongWithin = within;
    return this;
  }

  RequestTo readLimit(int bytes) {
    readLimit = bytes;
    return this;
  }

  RequestTo compressed() {
    compression = new DeflateTerms.Offer(0, false);
    return this;
  }

  RequestTo guardedBy(DialRequest.AddressGuard who) {
    guard = who;
    return this;
  }

  RequestTo tls(TlsTerms terms) {
    tls = terms;
    return this;
  }

  RequestTo through(ProxyChoice choice) {
    proxy = choice;
    return this;
  }

  RequestTo at(Path socket) {
    destination = new Destination.UnixSocket(socket);
    return this;
  }

  DialRequest build() {
    return new DialRequest(
        url,
        List.of(),
        List.of(),
        false,
        new DialRequest.Timeouts(dial, read, write, pingEvery, pongWithin, Duration.ofSeconds(5)),
        readLimit,
        compression,
        tls,
        new Way(destination, proxy, TlsTerms.DEFAULT, guard),
        Redirects.NONE,
        null);
  }
}
