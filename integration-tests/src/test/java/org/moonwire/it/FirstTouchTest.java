package org.moonwire.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.script.Compilable;
import javax.script.CompiledScript;
import javax.script.ScriptEngineManager;
import javax.script.SimpleBindings;
import jdk.jfr.Recording;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two hundred threads whose scripts are the first to look at objects of many classes. */
@Tag("soak")
final class FirstTouchTest {
  private static final int THREADS = 200;
  private static final int CLASSES = 50;

  @TempDir private Path folder;

  /** What a host binds. */
  public static final class Account {
    private int balance = 40;

    /** A property. */
    public int getBalance() {
      return balance;
    }

    /** The other way. */
    public void setBalance(int newBalance) {
      this.balance = newBalance;
    }

    /** A method. */
    public int plus(int amount) {
      return balance + amount;
    }
  }

  /** Has a class of its own of that name. */
  private static final class Copies extends ClassLoader {
    Copies() {
      super(FirstTouchTest.class.getClassLoader());
    }

    Object account() throws Exception {
      String name = Account.class.getName();
      try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
        byte[] code = in.readAllBytes();
        return defineClass(name, code, 0, code.length).getConstructor().newInstance();
      }
    }
  }

  private static void touch(int classes) throws Exception {
    Compilable engine = (Compilable) new ScriptEngineManager().getEngineByName("lua");
    CompiledScript script = engine.compile("return account.balance + account:plus(2)");
    List<Object> accounts = new ArrayList<>();
    for (int i = 0; i < classes; i++) {
      accounts.add(new Copies().account());
    }
    CyclicBarrier start = new CyclicBarrier(THREADS);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    List<Future<Void>> all = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      all.add(
          threads.submit(
              () -> {
                start.await();
                for (Object account : accounts) {
                  SimpleBindings bindings = new SimpleBindings();
                  bindings.put("account", account);
                  assertEquals(82, ((Number) script.eval(bindings)).intValue());
                }
                return null;
              }));
    }
    threads.shutdown();
    for (Future<Void> one : all) {
      one.get();
    }
  }

  @Test
  void nobodyWaitsForWhomeverLooksAtAClassFirst() throws Exception {
    touch(1);
    Path file = folder.resolve("touch.jfr");
    try (Recording recording = new Recording()) {
      for (String event : Waits.EVENTS) {
        recording.enable(event).withThreshold(Duration.ofMillis(1)).withStackTrace();
      }
      recording.start();
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
      touch(CLASSES);
      recording.stop();
      recording.dump(file);
    }
    Waits waits = Waits.in(file);
    assertEquals(Map.of(), waits.ours());
    assertTrue(waits.all() > 0, "nothing was recorded");
  }
}
