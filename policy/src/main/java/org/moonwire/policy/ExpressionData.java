package org.moonwire.policy;

import java.util.Map;

/**
 * Gives expressions the data of a request: whole numbers as Long, other numbers as Double, and not
 * more than what can be evaluated in a moment.
 */
final class ExpressionData {
  private static final int MAX_VALUES = 2_000;
  private static final int MAX_CHARACTERS = 100_000;

  private int values;
  private int characters;

  /**
   * Returns the variables.
   *
   * @throws IllegalArgumentException if there is too much
   */
  static Map<String, Object> of(Request request) {
    ExpressionData data = new ExpressionData();
    data.count(request.action());
    data.count(request.resource());
    data.count(request.actor().id());
    Map<String, Object> actorMeta = Values.copyMap(request.actor().meta(), data::scalar);
    Map<String, Object> meta = Values.copyMap(request.meta(), data::scalar);
    return Map.of(
        "actor",
        Map.of("id", request.actor().id(), "meta", actorMeta),
        "action",
        request.action(),
        "resource",
        request.resource(),
        "meta",
        meta);
  }

  private Object scalar(Object value) {
    if (++values > MAX_VALUES) {
      throw new IllegalArgumentException("the data has more than " + MAX_VALUES + " values");
    }
    if (value instanceof String text) {
      count(text);
    }
    return Scalars.widen(value);
  }

  private void count(String text) {
    if (text.length() > MAX_CHARACTERS - characters) {
      throw new IllegalArgumentException(
          "the data has more than " + MAX_CHARACTERS + " characters");
    }
    characters += text.length();
  }
}
