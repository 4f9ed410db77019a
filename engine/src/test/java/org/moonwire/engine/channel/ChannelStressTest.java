package org.moonwire.engine.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing that was sent is lost or doubled, however many waits are given up meanwhile. */
@Timeout(60)
class ChannelStressTest {
  private static final int VALUES = 20_000;

  private static Duration brief() {
    return Duration.ofNanos(ThreadLocalRandom.current().nextInt(20_000));
  }

  private static void sendAll(Channel to, Channel other, int from) throws Exception {
    for (int i = from; i < from + VALUES; i++) {
      boolean sent = false;
      while (!sent) {
        try {
          // The case on the other channel can never go ahead: nobody sends there.
          Channel.select(List.of(Case.receive(other), Case.send(to, i)), brief());
          sent = true;
        } catch (TimeoutException e) {
          Thread.onSpinWait();
        }
      }
    }
  }

  private static Callable<Void> receiver(Channel from, Set<Object> seen) {
    return () -> {
      while (true) {
        try {
          Received next = from.receive(brief());
          if (!next.ok()) {
            return null;
          }
          if (!seen.add(next.value())) {
            throw new AssertionError(next.value() + " came twice");
          }
        } catch (TimeoutException e) {
          Thread.onSpinWait();
        }
      }
    };
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3})
  void every_value_arrives_once(int capacity) throws Exception {
    Channel channel = new Channel(capacity);
    Channel never = new Channel(0);
    Set<Object> seen = ConcurrentHashMap.newKeySet();
    ExecutorService threads = Executors.newCachedThreadPool();
    List<Future<?>> senders = new ArrayList<>();
    List<Future<?>> receivers = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      int from = i * VALUES;
      receivers.add(threads.submit(receiver(channel, seen)));
      senders.add(
          threads.submit(
              () -> {
                sendAll(channel, never, from);
                return null;
              }));
    }
    for (Future<?> sender : senders) {
      sender.get(50, TimeUnit.SECONDS);
    }
    channel.close();
    for (Future<?> receiver : receivers) {
      receiver.get(50, TimeUnit.SECONDS);
    }
    threads.shutdown();
    assertEquals(2 * VALUES, seen.size());
  }
}
