package org.moonwire.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.moonwire.engine.channel.Channel;

/** Threads that lock the realm of an engine, use a channel and waste time, all at random. */
final class Noise {
  private static final int THREADS = 2;

  private final List<Thread> threads = new ArrayList<>();
  private final Channel channel = new Channel(1);
  private volatile LuaEngine engine;
  private volatile boolean ended;

  Noise() {
    for (int i = 0; i < THREADS; i++) {
      Thread thread = new Thread(this::run, "noise");
      thread.setDaemon(true);
      thread.start();
      threads.add(thread);
    }
  }

  /** Disturbs {@code next} from now on. */
  void disturb(LuaEngine next) {
    next.put("noise", channel);
    engine = next;
  }

  private void run() {
    while (!ended) {
      step(ThreadLocalRandom.current().nextInt(8));
    }
  }

  @SuppressWarnings("ThreadPriorityCheck") // disturbing the scheduler is the point
  private void step(int kind) {
    LuaEngine target = engine;
    boolean unused;
    switch (kind) {
      case 0 -> Thread.yield();
      case 1 -> LockSupport.parkNanos(ThreadLocalRandom.current().nextInt(50_000));
      case 2 -> spin();
      case 3 -> unused = channel.offer(kind);
      case 4 -> unused = channel.poll() == null;
      default -> unused = target == null || target.get("noise") == null;
    }
  }

  private static void spin() {
    for (int i = ThreadLocalRandom.current().nextInt(2_000); i > 0; i--) {
      Thread.onSpinWait();
    }
  }

  void end() throws InterruptedException {
    ended = true;
    for (Thread thread : threads) {
      thread.join();
    }
  }
}
