package org.moonwire.engine.schema;

import java.util.ArrayList;
import java.util.List;

/** What is wrong with a value, and where: the first hundred places. Not thread-safe. */
final class Problems {
  private static final int MAX_PLACES = 100;
  private static final int MAX_PATH = 1000;

  private final List<SchemaProblem> list = new ArrayList<>();

  /** Where in a value: the name or number of a part, and what it is a part of; null for the top. */
  record Place(Place outer, String token) {
    static String pointer(Place place) {
      StringBuilder text = new StringBuilder();
      for (Place p = place; p != null; p = p.outer) {
        text.insert(0, "/" + p.token.replace("~", "~0").replace("/", "~1"));
        if (text.length() > MAX_PATH) {
          return "..." + text.substring(text.length() - MAX_PATH);
        }
      }
      return text.toString();
    }
  }

  void add(Place place, String keyword, String message) {
    if (list.size() < MAX_PLACES) {
      list.add(new SchemaProblem(Place.pointer(place), keyword, message));
    }
  }

  List<SchemaProblem> all() {
    return List.copyOf(list);
  }
}
