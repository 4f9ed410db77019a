package org.moonwire.engine.schema;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.moonwire.engine.core.Poll;

/**
 * The keywords that look at a value alone, of the vocabulary for validation. Each says what is
 * wrong, or null.
 */
final class Assertions {
  /** All that {@link #problem} knows. */
  static final Set<String> KEYWORDS =
      Set.of(
          "type",
          "enum",
          "const",
          "multipleOf",
          "maximum",
          "minimum",
          "exclusiveMaximum",
          "exclusiveMinimum",
          "maxLength",
          "minLength",
          "maxItems",
          "minItems",
          "uniqueItems",
          "maxProperties",
          "minProperties",
          "required",
          "dependentRequired");

  private static final int MAX_SHOWN = 60;

  private Assertions() {}

  /**
   * What is wrong with a value by one keyword; null if nothing.
   *
   * @throws SchemaException if the keyword's own value is none
   */
  static String problem(String keyword, Object wanted, Object value) throws SchemaException {
    Poll.work(1);
    return switch (keyword) {
      case "type" -> type(wanted, value);
      case "enum" -> list(keyword, wanted).contains(value) ? null : "is none of `enum`";
      case "const" -> wanted.equals(value) ? null : "is not the value of `const`";
      case "uniqueItems" -> unique(wanted, value);
      case "required" -> required(wanted, value);
      case "dependentRequired" -> dependentRequired(wanted, value);
      case "maxLength", "minLength" ->
          value instanceof String text
              ? size(keyword, wanted, text.codePointCount(0, text.length()), "characters")
              : null;
      case "maxItems", "minItems" ->
          value instanceof List<?> list ? size(keyword, wanted, list.size(), "items") : null;
      case "maxProperties", "minProperties" ->
          value instanceof Map<?, ?> map ? size(keyword, wanted, map.size(), "members") : null;
      default -> value instanceof BigDecimal number ? number(keyword, wanted, number) : null;
    };
  }

  private static String type(Object wanted, Object value) throws SchemaException {
    List<?> types = wanted instanceof List<?> several ? several : List.of(wanted);
    String own = JsonTree.type(value);
    for (Object type : types) {
      if (own.equals(type) || ("integer".equals(type) && JsonTree.isInteger(value))) {
        return null;
      }
    }
    String names = String.join(" or ", types.stream().map(String::valueOf).toList());
    return "expected " + names + ", got " + own;
  }

  private static List<?> list(String keyword, Object wanted) throws SchemaException {
    if (wanted instanceof List<?> list) {
      Poll.work(list.size());
      return list;
    }
    throw new SchemaException("`" + keyword + "` is no list");
  }

  static BigDecimal number(String keyword, Object wanted) throws SchemaException {
    if (wanted instanceof BigDecimal number) {
      return number;
    }
    throw new SchemaException("`" + keyword + "` is no number");
  }

  private static String size(String keyword, Object wanted, int size, String what)
      throws SchemaException {
    int order = BigDecimal.valueOf(size).compareTo(number(keyword, wanted));
    boolean most = keyword.startsWith("max");
    if (most ? order <= 0 : order >= 0) {
      return null;
    }
    String bound = ((BigDecimal) wanted).toPlainString();
    return "has `" + size + "` " + what + (most ? ", more than `" : ", less than `") + bound + "`";
  }

  private static String number(String keyword, Object wanted, BigDecimal number)
      throws SchemaException {
    BigDecimal bound = number(keyword, wanted);
    int order = number.compareTo(bound);
    boolean holds =
        switch (keyword) {
          case "maximum" -> order <= 0;
          case "minimum" -> order >= 0;
          case "exclusiveMaximum" -> order < 0;
          case "exclusiveMinimum" -> order > 0;
          case "multipleOf" -> isMultiple(number, bound);
          default -> throw new AssertionError(keyword);
        };
    return holds ? null : "`" + shown(number) + "` breaks `" + keyword + "` " + shown(bound);
  }

  private static boolean isMultiple(BigDecimal number, BigDecimal of) throws SchemaException {
    if (of.signum() <= 0) {
      throw new SchemaException("`multipleOf` is not more than 0");
    }
    return number.remainder(of).signum() == 0;
  }

  private static String shown(BigDecimal number) {
    String text = number.toString();
    return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "...";
  }

  private static String unique(Object wanted, Object value) {
    if (!Boolean.TRUE.equals(wanted) || !(value instanceof List<?> list)) {
      return null;
    }
    Set<String> seen = new HashSet<>();
    for (Object element : list) {
      if (!seen.add(JsonTree.key(element))) {
        return "has an item twice";
      }
    }
    return null;
  }

  private static String required(Object wanted, Object value) throws SchemaException {
    return value instanceof Map<?, ?> map ? missing(list("required", wanted), map, "") : null;
  }

  private static String dependentRequired(Object wanted, Object value) throws SchemaException {
    if (!(value instanceof Map<?, ?> map) || !(wanted instanceof Map<?, ?> rules)) {
      return null;
    }
    for (Map.Entry<?, ?> rule : rules.entrySet()) {
      if (map.containsKey(rule.getKey())) {
        List<?> names = list("dependentRequired", rule.getValue());
        String problem = missing(names, map, ", which goes with `" + rule.getKey() + "`");
        if (problem != null) {
          return problem;
        }
      }
    }
    return null;
  }

  /** Says which of the names a map has not; null if it has all. */
  static String missing(List<?> names, Map<?, ?> map, String why) {
    for (Object name : names) {
      if (!map.containsKey(name)) {
        return "lacks `" + name + "`" + why;
      }
    }
    return null;
  }
}
