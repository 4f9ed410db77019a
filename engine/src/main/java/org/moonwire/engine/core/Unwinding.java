package org.moonwire.engine.core;

import java.util.Arrays;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.LuaString;
import org.luaj.vm2.LuaValue;
import org.moonwire.engine.module.Language;

/** How an error finds its handler. Realm thread only. */
final class Unwinding {
  /** What an error becomes when its handler calls too deep or fails too often. */
  static final LuaString HANDLER_FAILED = LuaString.valueOf("error in error handling");

  private static final int MAX_HANDLER_ERRORS = 100;

  private Unwinding() {}

  /**
   * Drops what the calls hold that an error is about to end; allocates nothing: no memory is left.
   */
  static void releaseRegisters(Task task) {
    for (Frame f = task.current.top; f != null; f = f.previous) {
      if (f.kind == Frame.LUA) {
        if (f.openUpvalues == null || ToBeClosed.last(f, 0) == null) {
          Arrays.fill(f.stack, LuaValue.NIL);
        }
        f.open = null;
      } else if (f.kind != Frame.CONTINUATION) {
        return;
      }
    }
  }

  /**
   * Delivers the error to the nearest {@code pcall}, {@code xpcall} or resumer; throws it if Java
   * code comes first.
   */
  static void unwind(Task task, LuaError error) {
    end(task, handle(task, complete(task, error)), false);
  }

  /**
   * Goes on ending calls after one of the variables in them was closed; without an error if {@code
   * coroutine.close} ends them.
   */
  static void goOn(Task task, LuaRuntimeException error) {
    end(task, error, task.current.closing);
  }

  /** {@code all} is set among calls that {@code coroutine.close} ends, the protected ones too. */
  private static void end(Task task, LuaRuntimeException error, boolean all) {
    LuaRuntimeException e = error;
    boolean closed = all;
    Frame raisedAt = task.current.top;
    while (true) {
      Coroutine co = task.current;
      Frame f = co.top;
      switch (f.kind) {
        case Frame.NESTED:
        case Frame.HANDLER:
          throw e;
        case Frame.BASE:
          co.status = Coroutine.Status.DEAD;
          co.closing = false;
          // for debug.traceback(co)
          co.top = raisedAt;
          if (co.resumer == null) {
            throw e;
          }
          Calls.switchBack(task, co);
          if (!co.wrapped || closed) {
            co.body = e == null || closed ? null : e.value();
            Calls.deliver(
                task, e == null ? LuaValue.TRUE : LuaValue.varargsOf(LuaValue.FALSE, e.value()));
            return;
          }
          closed = false;
          raisedAt = task.current.top;
          e = handle(task, rethrown(task, e));
          break;
        case Frame.PCALL:
        case Frame.XPCALL:
          if (!closed) {
            pop(co);
            Calls.deliver(task, LuaValue.varargsOf(LuaValue.FALSE, e.value()));
            return;
          }
          pop(co);
          break;
        case Frame.CLOSING:
          closed = co.closing;
          pop(co);
          break;
        default:
          ToBeClosed next = f.openUpvalues == null ? null : ToBeClosed.last(f, 0);
          if (next == null || (!closed && isKept(co))) {
            pop(co);
            break;
          }
          LuaRuntimeException failed = close(task, next, e);
          if (failed == null) {
            return;
          }
          e = failed;
      }
    }
  }

  private static void pop(Coroutine co) {
    co.top = co.top.previous;
    co.depth--;
  }

  /** Calls the metamethod of a variable; the error if that cannot be called. */
  private static LuaRuntimeException close(Task task, ToBeClosed variable, LuaRuntimeException e) {
    Coroutine co = task.current;
    Frame closing = new Frame(Frame.CLOSING, co.top);
    closing.building = e;
    co.top = closing;
    co.depth++;
    try {
      variable.enter(task, e == null ? LuaValue.NIL : e.value());
      return null;
    } catch (LuaError x) {
      LuaRuntimeException failed = complete(task, x);
      co.top = closing.previous;
      co.depth--;
      return failed;
    }
  }

  /** An error that ends a coroutine leaves its variables to {@code coroutine.close}. */
  private static boolean isKept(Coroutine co) {
    for (Frame f = co.top; true; f = f.previous) {
      switch (f.kind) {
        case Frame.LUA, Frame.CONTINUATION, Frame.CLOSING -> {}
        case Frame.BASE -> {
          return co.resumer != null && !co.wrapped;
        }
        default -> {
          return false;
        }
      }
    }
  }

  /**
   * An error string that leaves a wrapped coroutine gets the position of the caller in front, as
   * {@code auxwrap} does.
   */
  private static LuaRuntimeException rethrown(Task task, LuaRuntimeException e) {
    LuaRuntimeException again =
        isText(task, e.value())
            ? e.with(positioned(task.current.top, Ops.plainText(e.value())))
            : e.with(e.value());
    again.handled = false;
    return again;
  }

  /** At level 5.2 numbers are, too. */
  private static boolean isText(Task task, LuaValue error) {
    return task.realm.core().language() == Language.LUA_5_2
        ? Concat.joinable(error)
        : error instanceof LuaString;
  }

  /** The error with its final value and the place where it was raised. */
  private static LuaRuntimeException complete(Task task, LuaError error) {
    Frame top = task.current.top;
    LuaRuntimeException e;
    if (error instanceof LuaRuntimeException raise) {
      e = raise;
      if (raise.wantsPosition()) {
        e = raise.with(positioned(top, (LuaString) raise.value()));
      }
    } else if (error instanceof BadArgumentException bad) {
      String message = Names.argumentMessage(task.realm, top, bad);
      e = LuaRuntimeException.value(positioned(top, LuaStrings.encode(message)));
    } else {
      LuaValue object = error.getMessageObject();
      LuaString text = LuaStrings.encode(String.valueOf(error.getMessage()));
      e = LuaRuntimeException.value(object != null ? object : positioned(top, text));
    }
    if (e.origin == null && !isCaught(task.current)) {
      e.origin = Tracebacks.origin(task.current);
    }
    return e;
  }

  /** True if the error cannot leave the interpreter: nobody will ask where it came from. */
  private static boolean isCaught(Coroutine current) {
    Coroutine co = current;
    for (Frame f = co.top; true; f = f.previous) {
      switch (f.kind) {
        case Frame.PCALL:
        case Frame.XPCALL:
          return true;
        case Frame.NESTED:
        case Frame.HANDLER:
          return false;
        case Frame.BASE:
          if (co.resumer == null || !co.wrapped) {
            return co.resumer != null;
          }
          co = co.resumer;
          f = new Frame(Frame.CONTINUATION, co.top);
          break;
        default:
      }
    }
  }

  private static LuaString positioned(Frame f, LuaString message) {
    return join(Tracebacks.position(f), message);
  }

  /** {@code prefix} as UTF-8 in front of the bytes of {@code message}. */
  static LuaString join(String prefix, LuaString message) {
    if (prefix.isEmpty()) {
      return message;
    }
    LuaString first = LuaStrings.encode(prefix);
    Poll.work(message.m_length);
    byte[] bytes = new byte[first.m_length + message.m_length];
    first.copyInto(0, bytes, 0, first.m_length);
    message.copyInto(0, bytes, first.m_length, message.m_length);
    return LuaString.valueUsing(bytes);
  }

  /**
   * Runs the handler of the nearest {@code xpcall}, while the calls that led to the error are still
   * there. An error in the handler goes to the handler too.
   */
  private static LuaRuntimeException handle(Task task, LuaRuntimeException error) {
    if (error.handled) {
      return error;
    }
    for (Frame f = task.current.top; f != null && f.kind != Frame.BASE; f = f.previous) {
      boolean caught = f.kind == Frame.PCALL || f.kind == Frame.HANDLER;
      if (caught || (f.kind == Frame.CLOSING && task.current.closing)) {
        return error;
      }
      if (f.kind == Frame.XPCALL) {
        LuaRuntimeException e = error.with(handlerResult(task, f.handler, error.value()));
        e.handled = true;
        return e;
      }
    }
    return error;
  }

  @SuppressWarnings("ReferenceEquality") // scripts may raise an equal string
  private static LuaValue handlerResult(Task task, LuaValue handler, LuaValue error) {
    LuaValue value = error;
    Coroutine co = task.current;
    co.handling++;
    try {
      for (int i = 0; i < MAX_HANDLER_ERRORS; i++) {
        try {
          return Interpreter.callNested(handler, value, Frame.HANDLER).arg1();
        } catch (LuaRuntimeException e) {
          value = e.value();
          if (value == HANDLER_FAILED) {
            break;
          }
        } catch (LuaError | StackOverflowError e) {
          break;
        }
      }
    } finally {
      co.handling--;
    }
    return HANDLER_FAILED;
  }
}
