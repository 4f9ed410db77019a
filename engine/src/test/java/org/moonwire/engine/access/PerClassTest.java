package org.moonwire.engine.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.ref.WeakReference;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class PerClassTest {
  /** As many array types as there are places for recent classes, and more. */
  private static List<Class<?>> manyClasses() {
    List<Class<?>> all = new ArrayList<>();
    for (Class<?> element : ClassesOfTheJdk.TYPES) {
      Class<?> type = element;
      for (int i = 0; i < 250; i++) {
        type = type.arrayType();
        all.add(type);
      }
    }
    return all;
  }

  /** Elements of arrays. */
  private static final class ClassesOfTheJdk {
    static final List<Class<?>> TYPES =
        List.of(
            boolean.class,
            byte.class,
            char.class,
            short.class,
            int.class,
            long.class,
            float.class,
            double.class,
            Object.class,
            String.class,
            Integer.class,
            Long.class,
            Double.class,
            Number.class,
            Iterable.class,
            List.class,
            Runnable.class,
            Thread.class,
            Math.class,
            Void.class);
  }

  @Test
  void whatIsKnownOfAClassIsComputedOnceHoweverManyThereAre() {
    AtomicInteger computed = new AtomicInteger();
    PerClass<String> names =
        new PerClass<>(
            type -> {
              computed.incrementAndGet();
              return type.getName();
            });
    List<Class<?>> types = manyClasses();
    types.forEach(names::get);
    types.forEach(type -> assertEquals(type.getName(), names.get(type)));
    assertEquals(types.size(), computed.get());
  }

  @Test
  @Timeout(60)
  void aThreadThatIsHeldUpHoldsUpNoOther() throws Exception {
    CountDownLatch computing = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    AtomicReference<Thread> first = new AtomicReference<>();
    PerClass<String> names =
        new PerClass<>(
            type -> {
              if (first.compareAndSet(null, Thread.currentThread())) {
                computing.countDown();
                awaitUnchecked(release);
                return "late";
              }
              return "early";
            });
    CompletableFuture<String> late = CompletableFuture.supplyAsync(() -> names.get(String.class));
    computing.await();
    String early = names.get(String.class);
    assertEquals("early", early);
    release.countDown();
    // And there is one answer in the end.
    assertSame(early, late.get());
  }

  private static void awaitUnchecked(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aFailedComputationIsTriedAgain() {
    AtomicInteger tries = new AtomicInteger();
    PerClass<Integer> numbers =
        new PerClass<>(
            type -> {
              if (tries.incrementAndGet() == 1) {
                throw new StackOverflowError();
              }
              return tries.get();
            });
    assertThrows(StackOverflowError.class, () -> numbers.get(Integer.class));
    assertEquals(2, numbers.get(Integer.class));
  }

  @Test
  @Timeout(60)
  void whatIsKnownGoesWithTheClass() {
    PerClass<List<Class<?>>> itself = new PerClass<>(List::of);
    WeakReference<ClassLoader> loader = use(itself);
    while (loader.get() != null) {
      System.gc();
    }
    assertNull(loader.get());
  }

  private static WeakReference<ClassLoader> use(PerClass<List<Class<?>>> itself) {
    ClassLoader loader = new ClassLoader(PerClassTest.class.getClassLoader()) {};
    Class<?> type =
        Proxy.newProxyInstance(loader, new Class<?>[] {Runnable.class}, (p, m, a) -> null)
            .getClass();
    assertSame(loader, type.getClassLoader());
    assertEquals(List.of(type), itself.get(type));
    return new WeakReference<>(loader);
  }
}
