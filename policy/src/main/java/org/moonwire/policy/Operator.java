package org.moonwire.policy;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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

  private static final long MAX_STEPS = 100_000_000;
  private static final Map<String, Operator> BY_TEXT =
      Arrays.stream(values())
          .collect(Collectors.toUnmodifiableMap(Operator::text, Function.identity()));

  private final String text = name().toLowerCase(Locale.ROOT);

  static Optional<Operator> of(String text) {
    return Optional.ofNullable(BY_TEXT.get(text));
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

  boolean test(Object field, Object value, Regexes regexes) throws EvaluationException {
    return switch (this) {
      case EXISTS -> (field != null) == requireBoolean(value);
      case NEXISTS -> (field == null) == requireBoolean(value);
      case EQ -> Values.equal(field, value);
      case NE -> !Values.equal(field, value);
      case LT -> Scalars.compare(field, value) < 0;
      case GT -> Scalars.compare(field, value) > 0;
      case LTE -> Scalars.compare(field, value) <= 0;
      case GTE -> Scalars.compare(field, value) >= 0;
      case IN -> in(field, value);
      case NIN -> !in(field, value);
      case CONTAINS -> contains(field, value);
      case NCONTAINS -> !contains(field, value);
      case MATCHES -> matches(field, value, regexes);
      case NMATCHES -> !matches(field, value, regexes);
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

  private static boolean requireBoolean(Object value) throws EvaluationException {
    if (value instanceof Boolean expected) {
      return expected;
    }
    throw new EvaluationException("the value of exists and nexists must be true or false");
  }

  private static boolean in(Object field, Object value) throws EvaluationException {
    if (value instanceof List<?> list) {
      return Values.contains(list, field);
    }
    if (value instanceof String) {
      return Values.equal(field, value);
    }
    throw new EvaluationException("the value of in and nin must be a list or a string");
  }

  private static boolean contains(Object field, Object value) throws EvaluationException {
    if (Scalars.isText(field) && Scalars.isText(value)) {
      return contains(Scalars.text(field), Scalars.text(value));
    }
    if (field instanceof List<?> list && value != null) {
      return Values.contains(list, value);
    }
    throw new EvaluationException("the field of contains and ncontains must be a list or a text");
  }

  /** Both texts may be the program's: the worst search takes the product of their lengths. */
  private static boolean contains(String text, String part) throws EvaluationException {
    if ((long) text.length() * part.length() > MAX_STEPS && text.length() >= part.length()) {
      throw new EvaluationException("the texts of contains and ncontains are too long");
    }
    return text.contains(part);
  }

  private static boolean matches(Object field, Object value, Regexes regexes)
      throws EvaluationException {
    if (!Scalars.isText(field) || !Scalars.isText(value)) {
      throw new EvaluationException("matches and nmatches compare texts only");
    }
    return regexes.find(Scalars.text(value), Scalars.text(field));
  }
}
