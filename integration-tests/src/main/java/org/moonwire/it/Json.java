package org.moonwire.it;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The few JSON texts the server reads and writes. */
final class Json {

  record Subscription(String action, List<String> symbols) {}

  private interface Body {
    void write(JsonGenerator out) throws IOException;
  }

  private static final JsonFactory FACTORY = new JsonFactory();

  private Json() {}

  static String ofHeaders(Map<String, List<String>> headers) throws IOException {
    return object(
        out -> {
          for (Map.Entry<String, List<String>> header : headers.entrySet()) {
            out.writeArrayFieldStart(header.getKey());
            for (String value : header.getValue()) {
              out.writeString(value);
            }
            out.writeEndArray();
          }
        });
  }

  static String ofTexts(Map<String, String> texts) throws IOException {
    return object(
        out -> {
          for (Map.Entry<String, String> text : texts.entrySet()) {
            out.writeStringField(text.getKey(), text.getValue());
          }
        });
  }

  static String price(String symbol, double value) throws IOException {
    return object(
        out -> {
          out.writeStringField("symbol", symbol);
          out.writeNumberField("value", value);
        });
  }

  static String chat(String room, String text) throws IOException {
    return object(
        out -> {
          out.writeStringField("room", room);
          out.writeStringField("text", text);
        });
  }

  private static String object(Body body) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = FACTORY.createGenerator(text)) {
      out.writeStartObject();
      body.write(out);
      out.writeEndObject();
    }
    return text.toString();
  }

  /** Reads action and symbols; what is missing or of another type reads as empty. */
  static Subscription subscription(String json) throws IOException {
    String action = "";
    List<String> symbols = new ArrayList<>();
    try (JsonParser in = FACTORY.createParser(json)) {
      String array = "";
      for (JsonToken token = in.nextToken(); token != null; token = in.nextToken()) {
        if (token == JsonToken.START_ARRAY) {
          array = in.currentName();
        } else if (token == JsonToken.VALUE_STRING && "action".equals(in.currentName())) {
          action = in.getText();
        } else if (token == JsonToken.VALUE_STRING && "symbols".equals(array)) {
          symbols.add(in.getText());
        }
      }
    }
    return new Subscription(action, symbols);
  }

  /** Returns the text of a top-level field, or an empty string. */
  static String field(String json, String name) throws IOException {
    try (JsonParser in = FACTORY.createParser(json)) {
      for (JsonToken token = in.nextToken(); token != null; token = in.nextToken()) {
        if (token.isScalarValue() && name.equals(in.currentName())) {
          return in.getText();
        }
      }
    }
    return "";
  }
}
