package org.moonwire.engine.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.luaj.vm2.Prototype;

class PrototypeCacheTest {
  private final AtomicInteger compilations = new AtomicInteger();
  private final PrototypeCache cache =
      new PrototypeCache(
          (source, name) -> {
            compilations.incrementAndGet();
            if (source.length == 0) {
              throw LuaRuntimeException.message("empty");
            }
            return new Prototype();
          });

  @Test
  void compiles_the_same_source_and_name_once() {
    assertSame(cache.get(new byte[] {1}, "a"), cache.get(new byte[] {1}, "a"));
    assertEquals(1, compilations.get());
  }

  @Test
  void tells_names_and_sources_apart() {
    assertNotSame(cache.get(new byte[] {1}, "a"), cache.get(new byte[] {1}, "b"));
    assertNotSame(cache.get(new byte[] {1}, "a"), cache.get(new byte[] {2}, "a"));
  }

  @Test
  void is_not_fooled_by_a_source_that_changes_afterwards() {
    byte[] source = {1};
    Prototype first = cache.get(source, "a");
    source[0] = 2;
    assertNotSame(first, cache.get(source, "a"));
    assertSame(first, cache.get(new byte[] {1}, "a"));
  }

  @Test
  void keeps_no_failure() {
    assertThrows(LuaRuntimeException.class, () -> cache.get(new byte[0], "a"));
    assertThrows(LuaRuntimeException.class, () -> cache.get(new byte[0], "a"));
    assertEquals(2, compilations.get());
    assertEquals(0, cache.size());
  }

  @Test
  void is_bounded_in_entries_and_bytes() {
    for (int i = 0; i < 10_000; i++) {
      assertTrue(cache.get(new byte[] {1}, "name" + i) != null);
    }
    assertTrue(cache.size() <= 512);
    for (int i = 0; i < 20; i++) {
      assertTrue(cache.get(new byte[1 << 20], "big" + i) != null);
    }
    assertTrue(cache.size() <= 4);
  }

  @Test
  void eight_threads_share_one_compilation() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    Callable<Prototype> get = () -> cache.get(new byte[] {7}, "shared");
    List<Future<Prototype>> all =
        threads.invokeAll(IntStream.range(0, 64).mapToObj(i -> get).toList());
    for (Future<Prototype> each : all) {
      assertSame(all.get(0).get(), each.get());
    }
    assertEquals(1, compilations.get());
    threads.shutdown();
  }
}
