package org.moonwire.policy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A question to try on a scope, with what the program itself would add to it.
 *
 * @param actor on whose behalf it is asked
 * @param action what is about to be done
 * @param resource what it is done to; the canonical spelling when it is a WebSocket URL
 * @param meta data about the request
 */
public record Question(Actor actor, String action, String resource, Map<String, Object> meta) {
  private static final String URL_ACTION = "websocket.connect.url";
  private static final String ADDRESS_ACTION = "websocket.connect.address";

  /**
   * Copies the data. For {@code websocket.connect.url} and {@code websocket.connect.address} a URL
   * is made canonical and its {@code scheme}, {@code host}, {@code port} and {@code path} are added
   * to the data, unless they are there; a resource that is no URL stays as it is.
   */
  public Question {
    Objects.requireNonNull(actor, "actor");
    Objects.requireNonNull(action, "action");
    Map<String, Object> all = new LinkedHashMap<>();
    if (action.equals(URL_ACTION) || action.equals(ADDRESS_ACTION)) {
      try {
        WebSocketUrl url = WebSocketUrl.parse(resource);
        resource = url.text();
        all.putAll(url.meta());
      } catch (IllegalArgumentException e) {
        // Programs refuse it before they ask; a policy that is asked all the same must cope.
        Objects.requireNonNull(resource, "resource");
      }
    }
    all.putAll(meta);
    meta = Values.copyMap(all);
  }

  /**
   * Returns the policies that one change, of the question or of themselves, would make apply: the
   * action misspelt, one part of the URL another one, or one condition that does not hold. At most
   * {@value NearMisses#MAX_SHOWN}.
   */
  public List<NearMiss> nearMisses(Scope scope) {
    return NearMisses.of(scope, new Request(actor, action, resource, meta));
  }

  /** Decides about it and says why. */
  public Explanation explain(Scope scope) {
    return scope.explain(actor, action, resource, meta);
  }
}
