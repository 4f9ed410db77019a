package org.moonwire.websocket;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.moonwire.engine.module.ErrorKind;
import org.moonwire.engine.module.ErrorValue;
import org.moonwire.engine.time.GoDuration;
import org.moonwire.websocket.net.DialAttempt;
import org.moonwire.websocket.net.DialException;
import org.moonwire.websocket.net.Loss;
import org.moonwire.websocket.net.Way.Destination;

/** Every error that the module reports to scripts. */
final class Errors {

  private Errors() {}

  static ErrorValue noContext() {
    return internal("no context");
  }

  static ErrorValue notAllowed() {
    return ErrorValue.of(ErrorKind.PERMISSION_DENIED, "websocket connections not allowed", false);
  }

  static ErrorValue urlNotAllowed(String url) {
    return ErrorValue.of(ErrorKind.PERMISSION_DENIED, "not allowed: " + url, false);
  }

  /** As {@link #urlNotAllowed(String)}, once it was dialled; {@code url} may be a redirect's. */
  static ErrorValue urlNotAllowed(String url, DialException cause) {
    return cause.hops().isEmpty()
        ? urlNotAllowed(url)
        : urlNotAllowed(url).withDetails(Map.of("url", url, "hops", hops(cause)));
  }

  static List<Map<String, Object>> hops(DialException cause) {
    return cause.hops().stream()
        .map(
            hop ->
                Map.<String, Object>of(
                    "url", hop.url(), "status", hop.status(), "location", hop.location()))
        .toList();
  }

  static ErrorValue badUrl(String url, String why) {
    return invalid("invalid URL `" + url + "`: " + why);
  }

  static ErrorValue badOptions(List<String> problems) {
    return invalid("invalid options: " + String.join("; ", problems));
  }

  static ErrorValue dialFailed(String url, DialException cause) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("url", url);
    if (cause.status() > 0) {
      details.put("status", cause.status());
      details.put("headers", cause.headers());
      details.put("body", cause.body());
      details.putAll(RefusalFacts.of(cause.headers(), Instant.now()));
    }
    if (!cause.hops().isEmpty()) {
      details.put("hops", hops(cause));
    }
    details.put("attempts", cause.attempts().stream().map(Errors::attempt).toList());
    String where = DialAttempt.shown(cause.attempts());
    return ErrorValue.of(
            ErrorKind.INTERNAL, "failed to dial websocket: " + cause.getMessage() + where, true)
        .withDetails(details)
        .withCause(cause);
  }

  static Map<String, Object> attempt(DialAttempt attempt) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("address", attempt.address());
    shown.put("port", attempt.port());
    shown.put("proxy", attempt.proxy());
    if (attempt.failure() != null) {
      shown.put("error", attempt.failure());
    }
    return shown;
  }

  static ErrorValue proxyNotAllowed(String proxy) {
    return ErrorValue.of(ErrorKind.PERMISSION_DENIED, "not allowed: proxy " + proxy, false);
  }

  static ErrorValue trustNotAllowed(String url) {
    return ErrorValue.of(
        ErrorKind.PERMISSION_DENIED,
        "not allowed: " + url + " with a `ca` or `server_name` of the script's own",
        false);
  }

  static ErrorValue placeNotAllowed(String url, Destination.Place place) {
    return ErrorValue.of(
        ErrorKind.PERMISSION_DENIED,
        "not allowed: " + url + " by `connect_to` " + place.host() + ":" + place.port(),
        false);
  }

  static ErrorValue insecureNotAllowed(String url) {
    return ErrorValue.of(
        ErrorKind.PERMISSION_DENIED, "not allowed: " + url + " without its certificate", false);
  }

  static ErrorValue tooManyConnections(String url, int most) {
    String message = "failed to dial websocket: the host allows `" + most + "` connections at once";
    return ErrorValue.of(ErrorKind.INTERNAL, message, true).withDetails(Map.of("url", url));
  }

  static ErrorValue pingTooLong(int length) {
    return invalid("ping data of `" + length + "` bytes is longer than 125");
  }

  static ErrorValue noPong(Duration waited) {
    String time = GoDuration.ofNanos((double) waited.toNanos()).toString();
    return ErrorValue.of(ErrorKind.TIMEOUT, "no pong within " + time, true);
  }

  /** Why a connection was lost: what {@code close_info().cause} shows. */
  static ErrorValue lost(Loss loss) {
    Map<String, Object> details = new LinkedHashMap<>();
    String where = "";
    if (loss.address() != null) {
      details.put("address", loss.address());
      where = " (" + loss.address() + (loss.port() == null ? ")" : " port " + loss.port() + ")");
    }
    if (loss.port() != null) {
      details.put("port", loss.port());
    }
    if (loss.exception() != null) {
      details.put("exception", loss.exception().toString());
    }
    String kind = loss.timeout() ? ErrorKind.TIMEOUT : ErrorKind.INTERNAL;
    return ErrorValue.of(kind, loss.message() + where, true)
        .withDetails(details)
        .withCause(loss.exception());
  }

  static ErrorValue closed() {
    return internal("websocket connection closed");
  }

  static ErrorValue notFound() {
    return internal("websocket connection not found");
  }

  static ErrorValue sendFailed(Throwable cause) {
    return internal("failed to send message: " + cause.getMessage()).withCause(cause);
  }

  static ErrorValue messageInProgress() {
    String message = "another message is being sent: close its stream first";
    return ErrorValue.of(ErrorKind.CONFLICT, message, true);
  }

  static ErrorValue streamClosed() {
    return invalid("the stream is closed");
  }

  static ErrorValue unfinishedText() {
    return invalid("text message ends within a character: write the rest of it first");
  }

  static ErrorValue incompleteMessage() {
    return internal("incomplete message: the connection ended within it");
  }

  static ErrorValue pingFailed(Throwable cause) {
    return ErrorValue.of(ErrorKind.INTERNAL, "failed to ping: " + cause.getMessage(), true)
        .withCause(cause);
  }

  static ErrorValue badMessageType(String shown) {
    return invalid(
        "message type " + shown + " is neither websocket.TEXT (1) nor websocket.BINARY (2)");
  }

  static ErrorValue textNotUtf8() {
    return invalid("text message is not valid UTF-8");
  }

  static ErrorValue reasonNotUtf8() {
    return invalid("close reason is not valid UTF-8");
  }

  static ErrorValue badCloseCode(double code) {
    return invalid("close code " + Described.of(code) + " is not a whole number from 1000 to 4999");
  }

  private static ErrorValue invalid(String message) {
    return ErrorValue.of(ErrorKind.INVALID, message, false);
  }

  private static ErrorValue internal(String message) {
    return ErrorValue.of(ErrorKind.INTERNAL, message, false);
  }
}
