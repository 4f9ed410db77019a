package org.moonwire.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Gives expressions the data of a request: whole numbers as Long, other numbers as Double, and not
 * more than what can be evaluated in a moment. Each look into a list or a map counts as work, so
 * that a loop over them can be ended.
 */
final class ExpressionData {
  static final int MAX_CHARACTERS = 100_000;
  private static final int MAX_VALUES = 2_000;

  /** About what an expression without searches does with a value that it has looked up. */
  private static final int WORK = 100;

  private final Meter meter;
  private Map<String, Object> variables;
  private int values;
  private int characters;
  private long workPerLook = WORK;

  private ExpressionData(Meter meter) {
    this.meter = meter;
  }

  /**
   * Returns what expressions see of a request.
   *
   * @throws IllegalArgumentException if there is too much
   */
  static ExpressionData of(Request request) {
    ExpressionData data = new ExpressionData(request.meter());
    data.count(request.action());
    data.count(request.resource());
    data.count(request.actor().id());
    Map<String, Object> variables = new LinkedHashMap<>();
    Object actorMeta = data.map(request.actor().meta(), 0);
    variables.put("actor", Map.of("id", request.actor().id(), "meta", actorMeta));
    variables.put("action", request.action());
    variables.put("resource", request.resource());
    variables.put("meta", data.map(request.meta(), 0));
    data.variables = new MeteredMap(variables, data);
    return data;
  }

  /** Returns how many characters all texts have together. */
  int characters() {
    return characters;
  }

  /**
   * Returns the data by the names of the variables, for one expression.
   *
   * @param workPerLook what it may do with a value that it has looked up, before it looks up
   *     another
   */
  Map<String, Object> variables(long workPerLook) {
    this.workPerLook = Math.max(WORK, workPerLook);
    return variables;
  }

  /** Counts that an expression looks up a value. */
  void look() {
    meter.work(workPerLook);
  }

  private Object value(Object value, int depth) {
    count();
    if (value instanceof Map<?, ?> map) {
      return map(map, depth);
    }
    if (value instanceof List<?> list) {
      return list(list, depth);
    }
    if (value instanceof String text) {
      count(text);
    }
    return Scalars.widen(value);
  }

  private Map<String, Object> map(Map<?, ?> map, int depth) {
    Values.checkDepth(depth);
    Map<String, Object> copy = new LinkedHashMap<>();
    map.forEach(
        (key, value) -> {
          if (value != null) {
            String name = String.valueOf(key);
            count(name);
            copy.put(name, value(value, depth + 1));
          }
        });
    return new MeteredMap(copy, this);
  }

  private List<Object> list(List<?> list, int depth) {
    Values.checkDepth(depth);
    List<Object> copy = new ArrayList<>();
    for (Object item : list) {
      if (item != null) {
        copy.add(value(item, depth + 1));
      }
    }
    return new MeteredList(copy, this);
  }

  private void count() {
    meter.work(WORK);
    if (++values > MAX_VALUES) {
      throw new IllegalArgumentException("the data has more than " + MAX_VALUES + " values");
    }
  }

  private void count(String text) {
    if (text.length() > MAX_CHARACTERS - characters) {
      throw new IllegalArgumentException(
          "the data has more than " + MAX_CHARACTERS + " characters");
    }
    characters += text.length();
  }
}
