package org.moonwire.engine.module;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Several results of a {@link ModuleFunction}, in order. Immutable. */
public final class Results {
  private static final Results NONE = new Results(List.of());

  private final List<Object> values;

  private Results(List<Object> values) {
    this.values = values;
  }

  /** No result at all, which is not the same as nil. */
  public static Results none() {
    return NONE;
  }

  /** The given results; null is nil. */
  public static Results of(Object... values) {
    return new Results(Collections.unmodifiableList(Arrays.asList(values.clone())));
  }

  /** Lua's way to report a failure: {@code nil, err}. */
  public static Results failure(ErrorValue error) {
    return of(null, error);
  }

  /** The results, null for nil. */
  public List<Object> values() {
    return values;
  }
}
