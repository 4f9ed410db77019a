package org.moonwire.policy;

import java.util.Map;
import java.util.Objects;

/**
 * One question put to a scope. The resource is read as a URL at most once, by the first pattern.
 */
final class Request {
  private final Actor actor;
  private final String action;
  private final String resource;
  private final Map<String, Object> meta;
  // Unguarded: a request lives inside one evaluate call.
  private WebSocketUrl url;
  private final boolean looksLikeUrl;
  private Map<String, Object> variables;

  Request(Actor actor, String action, String resource, Map<String, Object> meta) {
    this.actor = Objects.requireNonNull(actor, "actor");
    this.action = Objects.requireNonNull(action, "action");
    this.resource = Objects.requireNonNull(resource, "resource");
    this.meta = Objects.requireNonNull(meta, "meta");
    this.looksLikeUrl =
        resource.regionMatches(true, 0, "ws://", 0, 5)
            || resource.regionMatches(true, 0, "wss://", 0, 6);
  }

  Actor actor() {
    return actor;
  }

  String action() {
    return action;
  }

  String resource() {
    return resource;
  }

  Map<String, Object> meta() {
    return meta;
  }

  /** Returns whether the resource begins as a WebSocket URL does. */
  boolean looksLikeUrl() {
    return looksLikeUrl;
  }

  /** Returns what expressions see: whole numbers as Long, other numbers as Double. */
  Map<String, Object> variables() {
    if (variables == null) {
      variables =
          Map.of(
              "actor",
              Map.of("id", actor.id(), "meta", Values.widen(actor.meta())),
              "action",
              action,
              "resource",
              resource,
              "meta",
              Values.widen(meta));
    }
    return variables;
  }

  /**
   * Returns the resource as a URL; one that looks like a WebSocket URL but is none is a failure.
   */
  WebSocketUrl url() throws EvaluationException {
    if (url == null) {
      try {
        url = WebSocketUrl.parse(resource);
      } catch (IllegalArgumentException e) {
        throw new EvaluationException("the resource is no websocket URL: " + e.getMessage(), e);
      }
    }
    return url;
  }
}
