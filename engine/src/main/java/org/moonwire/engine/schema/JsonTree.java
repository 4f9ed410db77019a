package org.moonwire.engine.schema;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.moonwire.engine.core.Poll;

/**
 * JSON values as JSON Schema compares them: maps, lists, strings, booleans, {@link #NULL}, and
 * {@link BigDecimal} without trailing zeros, so that 1 and 1.0 are equal. Not to be changed.
 */
final class JsonTree {
  /** What {@code null} is. */
  static final Object NULL = new Object();

  private static final int MAX_DEPTH = 200;
  private static final int MAX_NUMBER_LENGTH = 1000;

  /** A double has no greater exponent; a text may have, and adding such numbers takes for ever. */
  private static final int MAX_EXPONENT = 1000;

  private static final int BYTES_PER_VALUE = 64;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .maxNumberLength(MAX_NUMBER_LENGTH)
                  .build())
          .build();

  private JsonTree() {}

  /**
   * Reads one JSON text.
   *
   * @throws SchemaException if it is none, is nested more than 200 deep, or has a number of more
   *     than 1000 digits
   */
  static Object parse(byte[] text) throws SchemaException {
    Poll.work(text.length);
    Poll.building(2L * text.length);
    try (JsonParser parser = FACTORY.createParser(text)) {
      JsonToken first = parser.nextToken();
      if (first == null) {
        throw new SchemaException("invalid JSON: unexpected end of input");
      }
      Object value = value(parser, first);
      if (parser.nextToken() != null) {
        throw new SchemaException("invalid JSON: text after the value");
      }
      return value;
    } catch (JsonProcessingException e) {
      String reason = e.getOriginalMessage().lines().findFirst().orElse("");
      throw new SchemaException("invalid JSON: " + reason, e);
    } catch (IOException e) {
      throw new SchemaException("invalid JSON: " + e.getMessage(), e);
    }
  }

  private static Object value(JsonParser in, JsonToken token) throws IOException, SchemaException {
    Poll.work(1);
    Poll.building(BYTES_PER_VALUE);
    return switch (token) {
      case START_OBJECT -> object(in);
      case START_ARRAY -> array(in);
      case VALUE_STRING -> in.getText();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(in.getText());
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> NULL;
      default -> throw new SchemaException("invalid JSON: unexpected " + token);
    };
  }

  private static Map<String, Object> object(JsonParser in) throws IOException, SchemaException {
    Map<String, Object> members = new LinkedHashMap<>();
    while (in.nextToken() != JsonToken.END_OBJECT) {
      String name = in.currentName();
      members.put(name, value(in, in.nextToken()));
    }
    return members;
  }

  private static List<Object> array(JsonParser in) throws IOException, SchemaException {
    List<Object> elements = new ArrayList<>();
    for (JsonToken t = in.nextToken(); t != JsonToken.END_ARRAY; t = in.nextToken()) {
      elements.add(value(in, t));
    }
    return elements;
  }

  private static BigDecimal number(String text) throws SchemaException {
    try {
      BigDecimal number = new BigDecimal(text);
      if (number.signum() == 0) {
        return BigDecimal.ZERO;
      }
      if (Math.abs((long) number.precision() - number.scale()) <= MAX_EXPONENT) {
        return number.stripTrailingZeros();
      }
    } catch (NumberFormatException e) {
      throw new SchemaException("the number `" + text + "` is out of range", e);
    }
    throw new SchemaException("the number `" + text + "` is out of range");
  }

  /** What JSON Schema calls the type of a value; {@code number} for integers too. */
  static String type(Object value) {
    if (value instanceof Map) {
      return "object";
    } else if (value instanceof List) {
      return "array";
    } else if (value instanceof String) {
      return "string";
    } else if (value instanceof BigDecimal) {
      return "number";
    }
    return value instanceof Boolean ? "boolean" : "null";
  }

  static boolean isInteger(Object value) {
    return value instanceof BigDecimal number && number.scale() <= 0;
  }

  /**
   * A text that equal values, and no others, have in common. Many values with the same hash are no
   * slower to find by it than others.
   */
  static String key(Object value) {
    StringBuilder text = new StringBuilder();
    key(value, text);
    return text.toString();
  }

  private static void key(Object value, StringBuilder text) {
    Poll.work(1);
    if (value instanceof Map<?, ?> members) {
      text.append('{');
      new TreeMap<>(members)
          .forEach(
              (name, member) -> {
                key(name, text);
                key(member, text);
              });
      text.append('}');
    } else if (value instanceof List<?> elements) {
      text.append('[');
      elements.forEach(element -> key(element, text));
      text.append(']');
    } else if (value instanceof String string) {
      text.append('"').append(string.length()).append(':').append(string);
    } else {
      text.append(value == NULL ? "null" : value.toString()).append(';');
    }
  }
}
