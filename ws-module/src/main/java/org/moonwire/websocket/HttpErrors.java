package org.moonwire.websocket;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.moonwire.engine.module.ErrorKind;
import org.moonwire.engine.module.ErrorValue;
import org.moonwire.websocket.http.HttpCall.CallFailure;
import org.moonwire.websocket.http.UnwantedBodyException;
import org.moonwire.websocket.net.DialAttempt;
import org.moonwire.websocket.net.DialException;

/** The errors of {@code http_client} that are not those of {@code websocket}. */
final class HttpErrors {
  private HttpErrors() {}

  static ErrorValue methodNotAllowed(String method) {
    return ErrorValue.of(
        ErrorKind.PERMISSION_DENIED, "http requests with `" + method + "` not allowed", false);
  }

  static ErrorValue badMethod(String method) {
    return ErrorValue.of(
        ErrorKind.INVALID,
        "invalid method "
            + Described.of(method)
            + ": write a name such as GET, not CONNECT or TRACE",
        false);
  }

  static ErrorValue badRequest(String problem) {
    return ErrorValue.of(ErrorKind.INVALID, problem, false);
  }

  static ErrorValue tooManyRequests(String url, int most) {
    String message = "http request failed: the host allows `" + most + "` requests at once";
    return ErrorValue.of(ErrorKind.INTERNAL, message, true).withDetails(Map.of("url", url));
  }

  /**
   * Why a request failed.
   *
   * @param status of the answer; 0 if none has come
   */
  static ErrorValue failed(String url, int status, CallFailure failure) {
    DialException cause = failure.cause();
    if (cause.isBadOption()) {
      return Errors.badOptions(List.of(cause.getMessage()));
    }
    if (cause.isForbidden()) {
      boolean isHop = !cause.forbiddenUrl().isEmpty();
      return Errors.urlNotAllowed(isHop ? cause.forbiddenUrl() : url, cause);
    }
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("url", url);
    if (status > 0) {
      details.put("status", status);
    }
    if (!cause.hops().isEmpty()) {
      details.put("hops", Errors.hops(cause));
    }
    details.put("attempts", cause.attempts().stream().map(Errors::attempt).toList());
    boolean unwanted = cause.getCause() instanceof UnwantedBodyException;
    String kind =
        failure.timedOut() ? ErrorKind.TIMEOUT : unwanted ? ErrorKind.INVALID : ErrorKind.INTERNAL;
    String where = unwanted ? "" : DialAttempt.shown(cause.attempts());
    return ErrorValue.of(kind, "http request failed: " + cause.getMessage() + where, !unwanted)
        .withDetails(details)
        .withCause(cause);
  }
}
