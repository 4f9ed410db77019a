package org.moonwire.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import javax.script.ScriptContext;
import javax.script.ScriptException;
import javax.script.SimpleScriptContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.moonwire.engine.module.AwaitableInput;

/** Where scripts write and read, and where they come from. */
class WritersAndReadersTest {
  private final LuaEngine engine = LuaEngine.builder().grant("io").build();

  @AfterEach
  void close() {
    engine.close();
  }

  private static ScriptContext writingTo(StringWriter out) {
    ScriptContext context = new SimpleScriptContext();
    context.setWriter(out);
    return context;
  }

  @Test
  void print_writes_to_the_writer_of_the_eval() throws ScriptException {
    StringWriter a = new StringWriter();
    StringWriter b = new StringWriter();
    engine.eval("print('a', 1)", writingTo(a));
    engine.eval("print('b')", writingTo(b));
    assertEquals("a\t1\n", a.toString());
    assertEquals("b\n", b.toString());
  }

  @Test
  void a_writer_that_is_replaced_is_no_longer_written_to() throws ScriptException {
    StringWriter first = new StringWriter();
    StringWriter second = new StringWriter();
    engine.getContext().setWriter(first);
    engine.eval("function say() print('x') end say()");
    engine.getContext().setWriter(second);
    engine.eval("say()");
    assertEquals("x\n", first.toString());
    assertEquals("x\n", second.toString());
  }

  @Test
  void readers_are_read_to_the_end_and_left_open() throws ScriptException {
    boolean[] closed = {false};
    Reader reader =
        new StringReader("return 'from ' .. 'a reader'") {
          @Override
          public void close() {
            closed[0] = true;
            super.close();
          }
        };
    assertEquals("from a reader", engine.eval(reader));
    assertEquals(false, closed[0]);
  }

  @Test
  void scripts_come_from_readers_too() throws ScriptException {
    assertEquals(3, engine.eval(new StringReader("return 1 + 2")));
    assertEquals(3, engine.compile(new StringReader("return 1 + 2")).eval());
  }

  @Test
  void errors_and_input_are_those_of_the_eval() throws ScriptException {
    ScriptContext context = new SimpleScriptContext();
    StringWriter errors = new StringWriter();
    context.setErrorWriter(errors);
    context.setReader(new StringReader("first\nsecond"));
    assertEquals("first", engine.eval("io.stderr:write('oh') return io.read()", context));
    assertEquals("oh", errors.toString());
    assertEquals("second", engine.eval("return io.read()", context));
    assertNull(engine.eval("return io.read()", context));
  }

  @Test
  void what_was_printed_is_there_when_the_eval_returns_and_the_writer_stays_open()
      throws ScriptException {
    StringBuilder seen = new StringBuilder();
    boolean[] closed = {false};
    Writer writer =
        new Writer() {
          private final StringBuilder pending = new StringBuilder();

          @Override
          public void write(char[] text, int from, int length) {
            pending.append(text, from, length);
          }

          @Override
          public void flush() {
            seen.append(pending);
            pending.setLength(0);
          }

          @Override
          public void close() {
            closed[0] = true;
          }
        };
    engine.getContext().setWriter(writer);
    engine.eval("print('x') io.write('y')");
    assertEquals("x\ny", seen.toString());
    assertFalse(closed[0]);
  }

  @Test
  void a_writer_that_fails_fails_the_script_with_its_exception() {
    IOException full = new IOException("disk full");
    Writer writer =
        new Writer() {
          @Override
          public void write(char[] text, int from, int length) throws IOException {
            throw full;
          }

          @Override
          public void flush() throws IOException {
            throw full;
          }

          @Override
          public void close() {}
        };
    engine.getContext().setWriter(writer);
    ScriptException e = assertThrows(ScriptException.class, () -> engine.eval("print('x')"));
    assertTrue(e.getMessage().contains("disk full"), e.getMessage());
  }

  @Test
  void a_context_without_a_writer_takes_output_nowhere() throws ScriptException {
    ScriptContext context = new SimpleScriptContext();
    context.setWriter(null);
    context.setErrorWriter(null);
    context.setReader(null);
    assertEquals(1, engine.eval("print('x') return 1", context));
  }

  @Test
  void a_reader_that_fails_is_a_script_exception_with_its_cause() {
    IOException gone = new IOException("gone");
    Reader reader =
        new Reader() {
          @Override
          public int read(char[] text, int from, int length) throws IOException {
            throw gone;
          }

          @Override
          public void close() {}
        };
    assertSame(gone, assertThrows(ScriptException.class, () -> engine.eval(reader)).getCause());
    assertSame(gone, assertThrows(ScriptException.class, () -> engine.compile(reader)).getCause());
  }

  @Test
  void a_host_that_closes_the_writers_of_an_engine_leaves_the_console_open() throws Exception {
    PrintStream console = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try (LuaEngine fresh = LuaEngine.builder().build()) {
      fresh.eval("print('one')");
      fresh.getContext().getWriter().close();
      System.out.print("two");
    } finally {
      System.setOut(console);
    }
    assertEquals("one\ntwo", printed.toString(StandardCharsets.UTF_8));
  }

  /** Text that comes when a test wants it to. */
  private static final class LateReader extends Reader implements AwaitableInput {
    private final CompletableFuture<String> text = new CompletableFuture<>();
    private final CountDownLatch asked = new CountDownLatch(1);
    private boolean read;

    @Override
    public CompletableFuture<?> whenReady() {
      asked.countDown();
      return text.copy();
    }

    @Override
    public int read(char[] target, int from, int count) {
      if (read) {
        return -1;
      }
      read = true;
      char[] all = text.join().toCharArray();
      System.arraycopy(all, 0, target, from, all.length);
      return all.length;
    }

    @Override
    public void close() {}
  }

  @Test
  void other_tasks_run_while_a_script_waits_for_a_reader_that_can_say_when() throws Exception {
    LateReader in = new LateReader();
    engine.getContext().setReader(in);
    engine.put("come", (Runnable) () -> in.text.complete("line\n"));
    Object line =
        engine.eval(
            "coroutine.spawn(function() come:run() end) return io.read() .. (io.read() or '!')");
    assertEquals("line!", line);
  }

  @Test
  void a_limit_ends_the_wait_for_a_reader_and_the_next_run_has_what_came() throws Exception {
    LateReader in = new LateReader();
    engine.getContext().setReader(in);
    engine.put("moonwire.timeout", "100ms");
    assertThrows(ScriptException.class, () -> engine.eval("io.read()"));
    assertEquals(0, in.asked.getCount());
    in.text.complete("late\n");
    engine.getBindings(ScriptContext.ENGINE_SCOPE).remove("moonwire.timeout");
    assertEquals("late", engine.eval("return io.read()"));
  }

  /** Text that comes line by line; a read that would have to wait fails. */
  private static final class FedReader extends Reader implements AwaitableInput {
    private final StringBuilder text = new StringBuilder();
    private final List<CompletableFuture<?>> waiting = new ArrayList<>();

    void feed(String more) {
      List<CompletableFuture<?>> all;
      synchronized (this) {
        text.append(more);
        all = List.copyOf(waiting);
        waiting.clear();
      }
      all.forEach(each -> each.complete(null));
    }

    @Override
    public synchronized CompletableFuture<?> whenReady() {
      CompletableFuture<?> ready = new CompletableFuture<>();
      if (text.isEmpty()) {
        waiting.add(ready);
      } else {
        ready.complete(null);
      }
      return ready;
    }

    @Override
    public synchronized int read(char[] target, int from, int count) throws IOException {
      if (text.isEmpty()) {
        throw new IOException("would hold up the other tasks");
      }
      int n = Math.min(count, text.length());
      text.getChars(0, n, target, from);
      text.delete(0, n);
      return n;
    }

    @Override
    public void close() {}
  }

  @Test
  void of_two_tasks_that_wait_for_one_line_one_waits_on() throws Exception {
    FedReader in = new FedReader();
    engine.getContext().setReader(in);
    Consumer<String> feed = in::feed;
    engine.put("feed", feed);
    Object lines =
        engine.eval(
            "local got = channel.new(2) for i = 1, 2 do coroutine.spawn(function()"
                + " got:send(assert(io.read())) end) end"
                + " coroutine.yield() feed('one\\n') local first = got:receive()"
                + " require('time').sleep('5ms') feed('two\\n') return first .. got:receive()");
    assertEquals("onetwo", lines);
  }

  @Test
  void a_line_that_comes_in_pieces_is_one_task_s() throws Exception {
    FedReader in = new FedReader();
    engine.getContext().setReader(in);
    Consumer<String> feed = in::feed;
    engine.put("feed", feed);
    Object lines =
        engine.eval(
            "local first = channel.new(1) coroutine.spawn(function() first:send(io.read()) end)"
                + " coroutine.yield() feed('hel') require('time').sleep('5ms')"
                + " feed('lo\\nworld\\n') local mine = io.read() return first:receive() .. ' ' .. mine");
    assertEquals("hello world", lines);
  }

  @Test
  void tasks_that_are_ended_while_they_wait_leave_the_input_to_others() throws Exception {
    FedReader in = new FedReader();
    engine.getContext().setReader(in);
    engine.put("moonwire.timeout", "100ms");
    String two = "coroutine.spawn(function() io.read() end) coroutine.yield() io.read()";
    assertThrows(ScriptException.class, () -> engine.eval(two));
    engine.getBindings(ScriptContext.ENGINE_SCOPE).remove("moonwire.timeout");
    in.feed("for us\n");
    assertEquals("for us", engine.eval("return io.read()"));
  }
}
