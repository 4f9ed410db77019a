package org.moonwire.it;

import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What the server saw of one connection: the request, every frame, and how it ended. All waits give
 * up after ten seconds with an {@link AssertionError}. Safe to use from any thread.
 */
public final class Visit {

  /**
   * How a connection ended, as the server saw it.
   *
   * @param closeFrame whether the client sent a close frame
   * @param code the code of that frame, 1005 for an empty body, 1006 without a frame
   * @param reason its reason, empty when there is none
   */
  public record Ending(boolean closeFrame, int code, String reason) {}

  private static final long WAIT_TIMEOUT_SECONDS = 10;

  private final HttpRequest request;
  private final BlockingQueue<Frame> frames = new LinkedBlockingQueue<>();
  private final CompletableFuture<Ending> ending = new CompletableFuture<>();
  private final CompletableFuture<Void> gone = new CompletableFuture<>();

  Visit(HttpRequest request) {
    this.request = request;
  }

  /** Returns the path and query as they stood in the request line. */
  public String target() {
    return request.target();
  }

  /** Returns the request's headers in the order sent, names as sent. */
  public Map<String, List<String>> headers() {
    return request.headers();
  }

  /** Waits for the next frame from the client that no earlier call has taken. */
  public Frame awaitFrame() {
    try {
      Frame frame = frames.poll(WAIT_TIMEOUT_SECONDS, TimeUnit.SECONDS);
      if (frame == null) {
        throw new AssertionError(
            "no frame arrived within " + WAIT_TIMEOUT_SECONDS + " s on " + target());
      }
      return frame;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for a frame", e);
    }
  }

  /** Waits for the client's close frame, or for the end of the stream without one. */
  public Ending awaitEnding() {
    return await(ending, "the end of the connection");
  }

  /** Waits for the end for some milliseconds; returns false if it has not come. */
  public boolean endsWithin(int millis) {
    try {
      ending.get(millis, TimeUnit.MILLISECONDS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException | TimeoutException e) {
      return false;
    }
  }

  /** Waits until the server has closed its side of the connection too. */
  public void awaitGone() {
    await(gone, "the server's side to be closed");
  }

  void saw(Frame frame) {
    frames.add(frame);
    if (frame.opcode() == Frame.CLOSE) {
      ending.complete(new Ending(true, frame.closeCode(), frame.closeReason()));
    }
  }

  void sawEnd() {
    ending.complete(new Ending(false, 1006, ""));
    gone.complete(null);
  }

  private <T> T await(CompletableFuture<T> event, String what) {
    try {
      return event.get(WAIT_TIMEOUT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for " + what, e);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("waited in vain for " + what + " on " + target(), e);
    }
  }
}
