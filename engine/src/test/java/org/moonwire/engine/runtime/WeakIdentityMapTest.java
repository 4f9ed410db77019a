package org.moonwire.engine.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WeakIdentityMapTest {
  private final WeakIdentityMap<Object, Object> map = new WeakIdentityMap<>();

  @Test
  void equal_keys_are_different_keys() {
    List<Object> one = new ArrayList<>();
    List<Object> other = new ArrayList<>();
    assertNull(map.get(one));
    assertNull(map.putIfAbsent(one, "one"));
    assertNull(map.putIfAbsent(other, "other"));
    assertEquals("one", map.get(one));
    assertEquals("one", map.putIfAbsent(one, "again"));
  }

  @Test
  void the_value_of_a_key_that_is_gone_goes_too() {
    WeakReference<Object> value = new WeakReference<>(putForgotten());
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          while (!value.refersTo(null)) {
            System.gc();
            map.putIfAbsent(new Object(), "clears");
          }
        });
  }

  private Object putForgotten() {
    Object value = new Object();
    map.putIfAbsent(new Object(), value);
    return value;
  }

  @Test
  void of_many_threads_one_puts_each_value_while_others_are_dropped() throws Exception {
    List<Object> keys = IntStream.range(0, 20_000).mapToObj(i -> new Object()).toList();
    ExecutorService threads = Executors.newFixedThreadPool(8);
    List<Future<Long>> all = new ArrayList<>();
    for (int t = 0; t < 8; t++) {
      all.add(threads.submit(() -> keys.stream().filter(this::putsMine).count()));
    }
    long won = 0;
    for (Future<Long> each : all) {
      won += each.get();
    }
    threads.shutdown();
    assertEquals(20_000, won);
    AtomicInteger found = new AtomicInteger();
    keys.forEach(key -> found.addAndGet(map.get(key) == null ? 0 : 1));
    assertEquals(20_000, found.get());
  }

  private boolean putsMine(Object key) {
    map.putIfAbsent(new Object(), "dropped");
    return map.putIfAbsent(key, new Object()) == null;
  }
}
