package org.moonwire.policy;

import java.util.Map;

/** Names the part of a request that a condition looks at. */
final class FieldPath {
  /** Finds the value, null when it is missing. */
  private interface Lookup {
    Object find(Request request) throws EvaluationException;
  }

  private final String text;
  private final Lookup lookup;
  private final boolean valid;

  private FieldPath(String text, boolean valid, Lookup lookup) {
    // Many policies look at few fields: one text makes telling them apart cheap.
    this.text = text.intern();
    this.valid = valid;
    this.lookup = lookup;
  }

  static FieldPath of(String text) {
    if (text.equals("action")) {
      return new FieldPath(text, true, Request::action);
    }
    if (text.equals("resource")) {
      return new FieldPath(text, true, Request::resource);
    }
    if (text.equals("actor") || text.startsWith("actor.")) {
      return ofActor(text);
    }
    if (text.equals("meta")) {
      return invalid(text);
    }
    if (text.startsWith("meta.")) {
      String[] keys = keys(text.substring("meta.".length()));
      return new FieldPath(text, true, request -> descend(request.meta(), keys));
    }
    return new FieldPath(text, true, request -> request.meta().get(text));
  }

  private static FieldPath ofActor(String text) {
    if (text.equals("actor.id")) {
      return new FieldPath(text, true, request -> actor(request).id());
    }
    if (text.equals("actor.meta")) {
      return new FieldPath(text, true, request -> actor(request).meta());
    }
    if (text.startsWith("actor.meta.")) {
      String[] keys = keys(text.substring("actor.meta.".length()));
      return new FieldPath(text, true, request -> descend(actor(request).meta(), keys));
    }
    return invalid(text);
  }

  private static FieldPath invalid(String text) {
    return new FieldPath(
        text,
        false,
        request -> {
          throw new EvaluationException("`" + text + "` is no field");
        });
  }

  private static Actor actor(Request request) throws EvaluationException {
    if (request.actor().isEmpty()) {
      throw new EvaluationException("the actor has neither id nor data");
    }
    return request.actor();
  }

  private static String[] keys(String path) {
    return path.split("\\.", -1);
  }

  private static Object descend(Map<?, ?> map, String[] keys) {
    Object value = map;
    for (String key : keys) {
      if (!(value instanceof Map<?, ?> inner)) {
        return null;
      }
      value = inner.get(key);
    }
    return value;
  }

  /** Returns false for a path that can only fail, such as {@code actor.name}. */
  boolean isValid() {
    return valid;
  }

  Object resolve(Request request) throws EvaluationException {
    return request.field(this);
  }

  /** Looks at the request; {@link Request} remembers what it finds. */
  Object find(Request request) throws EvaluationException {
    return lookup.find(request);
  }

  boolean sameAs(FieldPath other) {
    return text.equals(other.text);
  }

  int slot() {
    return text.hashCode() & (Request.FIELD_SLOTS - 1);
  }

  @Override
  public String toString() {
    return text;
  }
}
