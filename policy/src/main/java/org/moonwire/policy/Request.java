package org.moonwire.policy;

import java.util.Map;
import java.util.Objects;
import java.util.function.LongConsumer;

/**
 * One question put to a scope. The resource is read as a URL at most once, by the first pattern
 * that needs it.
 */
final class Request {
  /** The number of fields whose values are remembered at once, a power of two. */
  static final int FIELD_SLOTS = 16;

  private final Actor actor;
  private final String action;
  private final String resource;
  private final Map<String, Object> meta;
  private final Meter meter;
  // Unguarded: a request lives inside one evaluate call.
  private WebSocketUrl url;
  private EvaluationException noUrl;
  private String hostAndTarget;
  private FieldPath[] fields;
  private Object[] values;
  private final boolean looksLikeUrl;
  private ExpressionData variables;

  Request(Actor actor, String action, String resource, Map<String, Object> meta) {
    this(actor, action, resource, meta, units -> {});
  }

  /** Makes a request whose work is told to {@code asker}, who may end it by throwing. */
  Request(
      Actor actor, String action, String resource, Map<String, Object> meta, LongConsumer asker) {
    this.meter = new Meter(asker);
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

  /** Returns what counts the work of the decision. */
  Meter meter() {
    return meter;
  }

  /** Returns the value of a field, null when it is missing; policies tend to ask for the same. */
  Object field(FieldPath path) throws EvaluationException {
    if (fields == null) {
      fields = new FieldPath[FIELD_SLOTS];
      values = new Object[FIELD_SLOTS];
    }
    int slot = path.slot();
    FieldPath known = fields[slot];
    if (known != null && known.sameAs(path)) {
      return values[slot];
    }
    Object value = path.find(this);
    fields[slot] = path;
    values[slot] = value;
    return value;
  }

  /** Returns whether the resource begins as a WebSocket URL does. */
  boolean looksLikeUrl() {
    return looksLikeUrl;
  }

  /**
   * Returns what expressions see.
   *
   * @throws IllegalArgumentException if it is too much
   */
  ExpressionData variables() {
    if (variables == null) {
      variables = ExpressionData.of(this);
    }
    return variables;
  }

  /**
   * Returns the resource as a URL; one that looks like a WebSocket URL but is none is a failure.
   */
  WebSocketUrl url() throws EvaluationException {
    if (url == null && noUrl == null) {
      try {
        url = WebSocketUrl.parse(resource);
      } catch (IllegalArgumentException e) {
        noUrl = new EvaluationException("the resource is no websocket URL: " + e.getMessage(), e);
      }
    }
    if (noUrl != null) {
      throw noUrl;
    }
    return url;
  }

  /** Returns host and target of the resource, which must be a URL. */
  String hostAndTarget() throws EvaluationException {
    if (hostAndTarget == null) {
      hostAndTarget = url().host() + url().target();
    }
    return hostAndTarget;
  }
}
