package org.moonwire.websocket.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class NameLookupsTest {
  private final EventLoops loops = new EventLoops();
  private final CountDownLatch hanging = new CountDownLatch(1);
  private final AtomicInteger asked = new AtomicInteger();
  private final NameLookups lookups = new NameLookups(loops.names(), this::resolve);

  private InetAddress[] resolve(String host) throws UnknownHostException {
    asked.incrementAndGet();
    if (host.startsWith("hung")) {
      try {
        hanging.await();
      } catch (InterruptedException e) {
        throw new UnknownHostException(host);
      }
    }
    return new InetAddress[] {InetAddress.getByAddress(host, new byte[] {127, 0, 0, 1})};
  }

  @AfterEach
  void close() {
    hanging.countDown();
    loops.close();
  }

  @Test
  @SuppressWarnings("FutureReturnValueIgnored") // they hang
  void names_that_hang_do_not_hold_up_others() throws Exception {
    for (int i = 0; i < 50; i++) {
      lookups.find("hung-" + i);
    }
    InetAddress[] found = lookups.find("well").get(20, TimeUnit.SECONDS);
    assertEquals("well", found[0].getHostName());
  }

  @Test
  void one_name_that_hangs_takes_one_thread() throws Exception {
    CompletableFuture<InetAddress[]> first = lookups.find("hung");
    for (int i = 0; i < 1000; i++) {
      assertSame(first, lookups.find("hung"));
    }
    lookups.find("well").get(20, TimeUnit.SECONDS);
    // The two are asked on threads of their own.
    for (int i = 0; i < 2000 && asked.get() < 2; i++) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
    assertEquals(2, asked.get());
    hanging.countDown();
    first.get(20, TimeUnit.SECONDS);
    lookups.find("hung").get(20, TimeUnit.SECONDS);
    assertEquals(3, asked.get());
  }

  @Test
  void a_closed_engine_looks_nothing_up() {
    loops.close();
    Exception refused = assertThrows(Exception.class, () -> lookups.find("well").get());
    assertEquals(false, refused instanceof ExecutionException);
  }
}
