package org.moonwire.engine.modules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.moonwire.engine.channel.Channel;
import org.moonwire.engine.module.Arguments;
import org.moonwire.engine.module.CallContext;
import org.moonwire.engine.module.LuaObject;
import org.moonwire.engine.module.LuaType;
import org.moonwire.engine.module.ModuleFunction;
import org.moonwire.engine.time.GoTime;

@Timeout(60)
class TimersTest {
  private final VirtualTime time = new VirtualTime();
  private final CallContext context = mock(CallContext.class);
  private int holds;

  TimersTest() {
    when(context.newChannel(1)).thenAnswer(call -> new Channel(1));
    when(context.newChannel(16)).thenAnswer(call -> new Channel(16));
    when(context.count(any()))
        .thenAnswer(
            call -> {
              holds++;
              return (CallContext.Hold) () -> holds--;
            });
  }

  @Test
  void after_delivers_the_time_once_and_closes_its_channel() throws Exception {
    Channel channel = (Channel) call("after", "10ms");
    time.advance(Duration.ofMillis(9));
    assertNull(channel.poll());
    time.advance(Duration.ofMillis(1));
    GoTime at = (GoTime) channel.poll().value();
    assertEquals("2024-12-29 16:04:05.01 +0100 CET", at.toString());
    assertFalse(channel.poll().ok());
    assertEquals(0, holds);
  }

  @Test
  void a_pending_timer_is_outstanding_until_it_is_stopped() throws Exception {
    LuaObject timer = (LuaObject) call("timer", "1h");
    assertEquals(1, holds);
    assertEquals(true, method(timer, "stop"));
    assertEquals(false, method(timer, "stop"));
    assertEquals(0, holds);
    assertEquals(0, time.pending());
  }

  @Test
  void a_reset_timer_fires_at_its_new_time_only() throws Exception {
    LuaObject timer = (LuaObject) call("timer", "100ms");
    Channel channel = (Channel) method(timer, "channel");
    assertEquals(true, method(timer, "reset", "5ms"));
    time.advance(Duration.ofMillis(5));
    assertTrue(channel.poll().ok());
    assertEquals(false, method(timer, "reset", "5ms"));
    time.advance(Duration.ofSeconds(1));
    assertFalse(channel.poll().ok());
    assertEquals(0, holds);
  }

  @Test
  void a_closed_channel_ends_its_timer_or_ticker() throws Exception {
    ((Channel) call("after", "1h")).close();
    LuaObject timer = (LuaObject) call("timer", "1h");
    ((Channel) method(timer, "channel")).close();
    assertEquals(false, method(timer, "stop"));
    LuaObject ticker = (LuaObject) call("ticker", "1h");
    ((Channel) method(ticker, "channel")).close();
    assertEquals(true, method(ticker, "stop"));
    assertEquals(0, time.pending());
    assertEquals(0, holds);
  }

  @Test
  void what_nobody_can_reach_any_more_is_dropped() throws Exception {
    LuaObject timer = (LuaObject) call("timer", "1h");
    Channel kept = (Channel) call("after", "1h");
    for (int i = 0; i < 300; i++) {
      call("after", "1h");
      call("timer", "1h");
      call("ticker", "1h");
    }
    while (time.pending() > 2) {
      System.gc();
    }
    time.advance(Duration.ofHours(1));
    assertTrue(kept.poll().ok());
    assertTrue(((Channel) method(timer, "channel")).poll().ok());
    assertEquals(0, holds);
  }

  @Test
  void a_ticker_drops_what_does_not_fit_and_stops_for_good() throws Exception {
    LuaObject ticker = (LuaObject) call("ticker", "1ms");
    Channel channel = (Channel) method(ticker, "channel");
    time.advance(Duration.ofMillis(200));
    assertEquals(16, channel.size());
    assertEquals(true, method(ticker, "stop"));
    assertEquals(true, method(ticker, "stop"));
    assertEquals(0, time.pending());
    assertEquals(0, holds);
  }

  @Test
  void a_ticker_does_not_drift() throws Exception {
    LuaObject ticker = (LuaObject) call("ticker", "7ms");
    Channel channel = (Channel) method(ticker, "channel");
    time.advance(Duration.ofMillis(70));
    GoTime last = null;
    while (channel.size() > 0) {
      last = (GoTime) channel.poll().value();
    }
    assertEquals(70_000_000, last.nano());
  }

  @Test
  void a_ticker_of_a_nanosecond_does_not_keep_the_timer_busy() throws Exception {
    call("ticker", 1);
    time.advance(Duration.ofMillis(1));
    assertEquals(1, time.pending());
  }

  @Test
  void sleep_ends_when_its_time_has_come() throws Exception {
    var sleep = ((CompletionStage<?>) call("sleep", "10ms")).toCompletableFuture();
    time.advance(Duration.ofMillis(9));
    assertFalse(sleep.isDone());
    time.advance(Duration.ofMillis(1));
    assertTrue(sleep.isDone());
  }

  private Object call(String function, Object argument) throws Exception {
    Object found = new TimeModule(time.clock()).open(time).entries().get(function);
    return ((ModuleFunction) found).call(arguments(argument));
  }

  private Object method(LuaObject object, String name, Object... arguments) throws Exception {
    return call(object, object.luaType(), name, arguments);
  }

  private <T extends LuaObject> Object call(
      LuaObject object, LuaType<T> type, String name, Object... arguments) throws Exception {
    T self = type.javaClass().cast(object);
    return type.methods().get(name).call(self, arguments(arguments));
  }

  private Arguments arguments(Object... values) {
    Arguments arguments = mock(Arguments.class);
    when(arguments.context()).thenReturn(context);
    for (int i = 0; i < values.length; i++) {
      when(arguments.get(i + 1)).thenReturn(values[i]);
    }
    return arguments;
  }
}
