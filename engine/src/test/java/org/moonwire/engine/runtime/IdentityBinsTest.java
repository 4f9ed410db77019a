package org.moonwire.engine.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IdentityBinsTest {
  private final IdentityBins<Object, Object> map = new IdentityBins<>();

  @Test
  void equal_keys_are_different_keys() {
    List<Object> one = new ArrayList<>();
    List<Object> other = new ArrayList<>();
    assertNull(map.putIfAbsent(one, "one"));
    assertNull(map.putIfAbsent(other, "other"));
    assertEquals("one", map.get(one));
    assertEquals("one", map.putIfAbsent(one, "again"));
  }

  @Test
  void an_entry_goes_with_its_value_only() {
    List<Object> keys = IntStream.range(0, 1000).mapToObj(i -> new Object()).toList();
    keys.forEach(key -> map.putIfAbsent(key, key));
    keys.forEach(key -> map.remove(key, "not there"));
    keys.forEach(key -> assertSame(key, map.get(key)));
    keys.subList(0, 999).forEach(key -> map.remove(key, key));
    keys.subList(0, 999).forEach(key -> assertNull(map.get(key)));
    assertSame(keys.get(999), map.get(keys.get(999)));
  }

  @Test
  void of_many_threads_one_puts_each_value() throws Exception {
    List<Object> keys = IntStream.range(0, 2000).mapToObj(i -> new Object()).toList();
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
    assertEquals(2000, won);
    keys.forEach(key -> map.remove(key, map.get(key)));
    keys.forEach(key -> assertNull(map.get(key)));
  }

  private boolean putsMine(Object key) {
    return map.putIfAbsent(key, new Object()) == null;
  }
}
