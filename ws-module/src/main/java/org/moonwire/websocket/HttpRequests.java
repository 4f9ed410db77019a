package org.moonwire.websocket;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.moonwire.engine.module.CallContext;
import org.moonwire.engine.module.ModuleContext;
import org.moonwire.websocket.http.HttpCall;
import org.moonwire.websocket.http.OutgoingRequest;
import org.moonwire.websocket.net.EventLoops;

/**
 * The requests of one engine, and the threads that serve them: none until the first request, and
 * none soon after the last. The engine's end is theirs. Safe to use from any thread.
 */
final class HttpRequests implements AutoCloseable {
  private final ModuleContext engine;
  private final HostSettings host;
  private final EventLoops loops = new EventLoops();
  private final Set<HttpCall> live = ConcurrentHashMap.newKeySet();
  private final Semaphore places;

  /**
   * A request that the policy has allowed.
   *
   * @param written the URL as the script wrote it
   */
  record Prepared(String written, HttpPlan plan, OutgoingRequest outgoing) {}

  HttpRequests(ModuleContext engine, HostSettings host) {
    this.engine = engine;
    this.host = host;
    this.places = new Semaphore(host.maxConnections());
    engine.closeWithEngine(this);
  }

  /** A request that has not begun, and what comes of it. */
  record Pending(HttpCall call, HttpReply reply) {}

  /** Makes a request ready. To be called on the script's thread. */
  Pending prepare(Prepared request, CallContext caller) {
    HttpReply reply = new HttpReply(request, caller);
    HttpPlan plan = request.plan();
    HttpCall.Terms terms =
        new HttpCall.Terms(plan.options().timeout(), plan.options().redirects(plan.method()));
    HttpCall call = new HttpCall(request.outgoing(), loops.next(), terms, reply);
    reply.belongsTo(call);
    return new Pending(call, reply);
  }

  /**
   * Begins a request. Completes with the table of a response or an error value; who cancels the
   * result ends the request.
   */
  CompletableFuture<Object> begin(Pending pending) {
    HttpReply reply = pending.reply();
    HttpCall call = pending.call();
    if (engine.isClosed()) {
      return reply.refuse(Errors.noContext());
    }
    if (!places.tryAcquire()) {
      return reply.refuse(HttpErrors.tooManyRequests(reply.written(), host.maxConnections()));
    }
    CompletableFuture<Object> result = reply.result();
    live.add(call);
    reply.whenOver(
        () -> {
          live.remove(call);
          places.release();
        });
    call.start();
    if (engine.isClosed()) {
      call.cancel("the engine is closed");
    }
    CompletionStage<Object> ending = result;
    ending.whenComplete(
        (value, failure) -> {
          if (result.isCancelled()) {
            call.cancel();
          }
        });
    return result;
  }

  @Override
  public void close() {
    live.forEach(call -> call.cancel("the engine is closed"));
    loops.close();
  }
}
