package org.moonwire.bench.sockets;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** One client doing one work: {@code PeerMain CLASS WORK URL DEFLATE KEYSTORE}. */
public final class PeerMain {
  private static final int WAIT_TIMEOUT_SECONDS = 30;

  private final Semaphore room = new Semaphore(0);
  private final AtomicInteger flooded = new AtomicInteger();
  private volatile CountDownLatch flood;
  private final Work work;

  private PeerMain(Work work) {
    this.work = work;
  }

  /** Runs it and ends the process. */
  public static void main(String[] args) throws Exception {
    Work work = Work.ALL.get(Integer.parseInt(args[1]));
    SSLContext tls = context(Path.of(args[4]));
    SSLContext.setDefault(tls);
    if (args[0].equals("LuaPeer")) {
      LuaPeer.run(work, args[2], args[3].equals("true"), tls);
    } else {
      Class<?> type = Class.forName(PeerMain.class.getPackageName() + "." + args[0]);
      Peer peer = (Peer) type.getDeclaredConstructor().newInstance();
      PeerMain main = new PeerMain(work);
      peer.open(URI.create(args[2]), tls, args[3].equals("true"), main::received);
      Meter meter = Meter.ofSystemProperties();
      meter.measure(() -> work.flood() ? main.flood(peer, meter) : main.echo(peer, meter));
    }
    System.exit(0);
  }

  /** A context that has and trusts the benchmark's own certificate. */
  static SSLContext context(Path file) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, "changeit".toCharArray());
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, "changeit".toCharArray());
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private void received() {
    if (!work.flood()) {
      room.release();
    } else if (flooded.incrementAndGet() == Work.FLOOD) {
      flood.countDown();
    }
  }

  private void send(Peer peer, String text, byte[] data) throws Exception {
    if (work.text()) {
      peer.text(text);
    } else {
      peer.binary(data);
    }
  }

  private long echo(Peer peer, Meter meter) throws Exception {
    String text = work.payload();
    byte[] data = text.getBytes(US_ASCII);
    room.release(work.window());
    long count = 0;
    while ((count & 31) != 0 || !meter.isOver()) {
      await(1);
      send(peer, text, data);
      count++;
    }
    await(work.window());
    return count;
  }

  private void await(int permits) throws InterruptedException, TimeoutException {
    if (!room.tryAcquire(permits, WAIT_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
      throw new TimeoutException("the echo does not come");
    }
  }

  private long flood(Peer peer, Meter meter) throws Exception {
    long count = 0;
    while (count == 0 || !meter.isOver()) {
      flooded.set(0);
      flood = new CountDownLatch(1);
      peer.text("go");
      if (!flood.await(WAIT_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        throw new TimeoutException("the flood ended after " + flooded);
      }
      count += Work.FLOOD;
    }
    return count;
  }
}
