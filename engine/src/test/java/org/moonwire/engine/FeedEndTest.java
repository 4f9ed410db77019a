package org.moonwire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.script.ScriptException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.moonwire.engine.channel.Channel;
import org.moonwire.engine.channel.Feed;
import org.moonwire.engine.module.LuaModule;
import org.moonwire.engine.module.ModuleContext;
import org.moonwire.engine.module.ModuleTable;

/** A channel that is fed from outside ends at the very moment at which a script comes to wait. */
@Timeout(120)
class FeedEndTest {
  private static final int TRIES = 4_000;
  private static final int MOST_SPINS = 400;

  private static final String LOOP =
      "local n = 0 while true do local v, ok = ch:receive() if not ok then return n end n = n + v end";

  private static final Feed.Listener NOBODY =
      new Feed.Listener() {
        @Override
        public void room() {}

        @Override
        public void closed() {}

        @Override
        public void abandoned() {}
      };

  private final ExecutorService feeder = Executors.newSingleThreadExecutor();
  private final Random random = new Random(3);

  /** What the next channel gets; it ends behind that. */
  private volatile int values;

  private volatile boolean quietly;

  private final LuaEngine engine = LuaEngine.builder().module(new FeedingModule()).build();

  /** {@code open()} gives a channel that nobody but the script has. */
  private final class FeedingModule implements LuaModule {
    @Override
    public String name() {
      return "feeding";
    }

    @Override
    public ModuleTable open(ModuleContext context) {
      return ModuleTable.builder()
          .function("open", args -> feed(args.context().newChannel(10)))
          .build();
    }
  }

  @AfterEach
  void close() {
    engine.close();
    feeder.shutdownNow();
  }

  private static void spin(int times) {
    for (int i = 0; i < times; i++) {
      Thread.onSpinWait();
    }
  }

  private Channel feed(Channel channel) {
    Feed feed = channel.feed(Long.MAX_VALUE, NOBODY);
    int spins = random.nextInt(MOST_SPINS);
    feeder.execute(() -> end(feed, spins));
    return channel;
  }

  private void end(Feed feed, int spins) {
    spin(spins);
    for (int n = 0; n < values; n++) {
      boolean unused = quietly ? feed.offerQuietly(1, 1) : feed.offer(1, 1);
    }
    feed.close();
    feed.wake();
  }

  private void ends(int newValues, boolean isQuiet) throws ScriptException {
    values = newValues;
    quietly = isQuiet;
    LuaCompiledScript script = engine.compile("local ch = require('feeding').open() " + LOOP);
    for (int i = 0; i < TRIES; i++) {
      assertEquals(newValues, result(script, i));
    }
  }

  private static Object result(LuaCompiledScript script, int round) {
    try {
      return script.eval();
    } catch (ScriptException e) {
      return "round " + round + ": " + e.getMessage();
    }
  }

  @Test
  void is_an_end_and_no_deadlock() throws ScriptException {
    ends(0, false);
  }

  @Test
  void is_an_end_behind_a_value() throws ScriptException {
    ends(1, false);
  }

  @Test
  void is_an_end_behind_values_of_which_nobody_has_been_told_yet() throws ScriptException {
    ends(2, true);
  }
}
