package org.moonwire.policy;

import java.util.Map;
import java.util.Objects;

/**
 * Identifies who a program runs for: an id, empty for an anonymous actor, and data that conditions
 * may look at. The data is copied deeply, so an actor never changes; a value nested more than 100
 * deep, or one that contains itself, is refused with an {@code IllegalArgumentException}.
 *
 * @param id the actor's id, empty but not null for an anonymous one
 * @param meta the actor's data by name; entries whose value is null are left out
 */
public record Actor(String id, Map<String, Object> meta) {
  /** The actor of a host that names none: it counts as present, with an empty id and no data. */
  public static final Actor ANONYMOUS = new Actor("", Map.of());

  /** Copies the data. */
  public Actor {
    Objects.requireNonNull(id, "id");
    meta = Values.copyMap(meta);
  }

  /** Creates an actor without data. */
  public static Actor of(String id) {
    return new Actor(id, Map.of());
  }

  boolean isEmpty() {
    return id.isEmpty() && meta.isEmpty();
  }
}
