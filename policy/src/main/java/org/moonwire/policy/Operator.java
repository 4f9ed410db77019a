package org.moonwire.policy;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The comparisons of conditions. The field is never null except for {@link #EXISTS} and {@link
 * #NEXISTS}; the value is null when a {@code value_from} field is missing.
 */
enum Operator {
  EXISTS,
  NEXISTS,
  EQ,
  NE,
  LT,
  GT,
  LTE,
  GTE,
  IN,
  NIN,
  CONTAINS,
  NCONTAINS,
  MATCHES,
  NMATCHES;

  /** The most characters of both texts together; finding where they differ takes memory, too. */
  private static final int MAX_SEARCHED = 1_000_000;

  private static final Map<String, Operator> BY_TEXT =
      Arrays.stream(values())
          .collect(Collectors.toUnmodifiableMap(Operator::text, Function.identity()));

  private final String text = name().toLowerCase(Locale.ROOT);

  static Optional<Operator> of(String text) {
    return Optional.ofNullable(BY_TEXT.get(text));
  }

  static Set<String> texts() {
    return BY_TEXT.keySet();
  }

  String text() {
    return text;
  }

  /** Returns how much work it is, compared with the others. */
  int cost() {
    return switch (this) {
      case EXISTS, NEXISTS -> 0;
      case EQ, NE, LT, GT, LTE, GTE -> 1;
      case IN, NIN, CONTAINS, NCONTAINS -> 2;
      case MATCHES, NMATCHES -> 3;
    };
  }

  boolean testsPresence() {
    return this == EXISTS || this == NEXISTS;
  }

  boolean isRegex() {
    return this == MATCHES || this == NMATCHES;
  }

  boolean test(Object field, Object value, Regexes regexes, Meter meter)
      throws EvaluationException {
    return switch (this) {
      case EXISTS -> (field != null) == requireBoolean(value);
      case NEXISTS -> (field == null) == requireBoolean(value);
      case EQ -> Values.equal(field, value, meter);
      case NE -> !Values.equal(field, value, meter);
      case LT -> Scalars.compare(field, value) < 0;
      case GT -> Scalars.compare(field, value) > 0;
      case LTE -> Scalars.compare(field, value) <= 0;
      case GTE -> Scalars.compare(field, value) >= 0;
      case IN -> in(field, value, meter);
      case NIN -> !in(field, value, meter);
      case CONTAINS -> contains(field, value, meter);
      case NCONTAINS -> !contains(field, value, meter);
      case MATCHES -> matches(field, value, regexes, meter);
      case NMATCHES -> !matches(field, value, regexes, meter);
    };
  }

  /** Returns what the literal would have to be, if no request can make a condition with it hold. */
  Optional<String> complaint(Object literal) {
    return switch (this) {
      case LT, GT, LTE, GTE ->
          Scalars.isNumeric(literal) ? Optional.empty() : Optional.of("a number");
      case IN, NIN ->
          literal instanceof List || literal instanceof String
              ? Optional.empty()
              : Optional.of("a list or a string");
      default -> Optional.empty();
    };
  }

  /**
   * Returns what is wrong with a literal for which every field that is there gets the same answer,
   * so that an allow policy allows too much or a deny policy too little.
   */
  Optional<String> pointless(Object literal) {
    return switch (this) {
      case IN, NIN -> pointlessList(literal);
      case CONTAINS, NCONTAINS, MATCHES, NMATCHES ->
          "".equals(literal)
              ? Optional.of("the empty value is in every text, use exists to ask for the field")
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  private Optional<String> pointlessList(Object literal) {
    if (literal instanceof List<?> list && list.isEmpty()) {
      return Optional.of("nothing is in an empty list, give " + text + " a value");
    }
    return literal instanceof String one && one.indexOf(',') >= 0
        ? Optional.of("`" + one + "` is one text, write a list such as [a, b], or use eq or ne")
        : Optional.empty();
  }

  private static boolean requireBoolean(Object value) throws EvaluationException {
    if (value instanceof Boolean expected) {
      return expected;
    }
    throw new EvaluationException("the value of exists and nexists must be true or false");
  }

  private static boolean in(Object field, Object value, Meter meter) throws EvaluationException {
    if (value instanceof List<?> list) {
      return Values.contains(list, field, meter);
    }
    if (value instanceof String) {
      return Values.equal(field, value, meter);
    }
    throw new EvaluationException("the value of in and nin must be a list or a string");
  }

  private static boolean contains(Object field, Object value, Meter meter)
      throws EvaluationException {
    if (Scalars.isText(field) && Scalars.isText(value)) {
      return contains(Scalars.text(field), Scalars.text(value), meter);
    }
    if (field instanceof List<?> list && value != null) {
      return Values.contains(list, value, meter);
    }
    throw new EvaluationException("the field of contains and ncontains must be a list or a text");
  }

  /** Both texts may be the program's. */
  private static boolean contains(String text, String part, Meter meter)
      throws EvaluationException {
    if ((long) text.length() + part.length() > MAX_SEARCHED && text.length() >= part.length()) {
      throw new EvaluationException("the texts of contains and ncontains are too long");
    }
    return TextSearch.indexOf(text, part, 0, meter) >= 0;
  }

  private static boolean matches(Object field, Object value, Regexes regexes, Meter meter)
      throws EvaluationException {
    if (!Scalars.isText(field) || !Scalars.isText(value)) {
      throw new EvaluationException("matches and nmatches compare texts only");
    }
    return regexes.find(Scalars.text(value), Scalars.text(field), meter);
  }
}
