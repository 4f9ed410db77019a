package org.moonwire.websocket;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.Stream;
import org.moonwire.engine.module.ErrorKind;
import org.moonwire.engine.module.ErrorValue;
import org.moonwire.engine.module.NewTable;
import org.moonwire.engine.module.Results;
import org.moonwire.websocket.HttpRequests.Pending;

/**
 * Several requests, a number of them at a time. It keeps them until the script has all responses,
 * so that their bodies count as its memory. Safe to use from any thread.
 */
final class HttpBatch {
  private final HttpRequests requests;

  /** A {@link Pending}, or the {@link ErrorValue} that it cannot be. */
  private final List<Object> items;

  private final AtomicReferenceArray<Object> outcomes;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger left;
  private final CompletableFuture<Object> result = new CompletableFuture<>();

  HttpBatch(HttpRequests requests, List<Object> items) {
    this.requests = requests;
    this.items = List.copyOf(items);
    this.outcomes = new AtomicReferenceArray<>(items.size());
    this.left = new AtomicInteger(items.size());
  }

  /** Begins; completes with the responses and the errors. Who cancels it ends them all. */
  CompletableFuture<Object> run(int concurrency) {
    CompletionStage<Object> ending = result;
    ending.whenComplete(
        (value, failure) -> {
          if (result.isCancelled()) {
            items.forEach(HttpBatch::cancel);
          }
        });
    if (items.isEmpty()) {
      finish();
    }
    for (int i = 0; i < Math.min(concurrency, items.size()); i++) {
      goOn();
    }
    return result;
  }

  private static void cancel(Object item) {
    if (item instanceof Pending pending) {
      pending.call().cancel();
    }
  }

  /** Begins the next that has to wait for something. */
  private void goOn() {
    for (int i = next.getAndIncrement(); i < items.size(); i = next.getAndIncrement()) {
      if (result.isCancelled()) {
        return;
      }
      if (!(items.get(i) instanceof Pending pending)) {
        take(i, items.get(i));
        continue;
      }
      CompletableFuture<Object> outcome = requests.begin(pending);
      int place = i;
      if (!outcome.isDone()) {
        CompletionStage<Object> later = outcome;
        later.whenComplete(
            (value, failure) -> {
              take(place, failure == null ? value : canceled());
              goOn();
            });
        return;
      }
      take(place, outcome.isCompletedExceptionally() ? canceled() : outcome.join());
    }
  }

  private static ErrorValue canceled() {
    return ErrorValue.of(ErrorKind.CANCELED, "http request failed: canceled", false);
  }

  private void take(int place, Object outcome) {
    outcomes.set(place, outcome);
    if (left.decrementAndGet() == 0) {
      finish();
    }
  }

  private void finish() {
    Map<Object, Object> responses = new LinkedHashMap<>();
    Map<Object, Object> errors = new LinkedHashMap<>();
    for (int i = 0; i < items.size(); i++) {
      Object outcome = outcomes.get(i);
      (outcome instanceof ErrorValue ? errors : responses).put(i + 1, outcome);
    }
    result.complete(Results.of(table(responses), errors.isEmpty() ? null : table(errors)));
  }

  private static NewTable table(Map<Object, Object> entries) {
    Object[] content =
        entries.entrySet().stream().flatMap(e -> Stream.of(e.getKey(), e.getValue())).toArray();
    return NewTable.of(content);
  }
}
