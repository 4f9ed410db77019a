package org.moonwire.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What a request carries: a body as it is, a form, or files.
 *
 * @param bytes null for none
 * @param type the {@code Content-Type} that goes with it; null if it has none of its own
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
record RequestContent(byte[] bytes, String type) {
  private static final int MAX_FIELDS = 10_000;

  /** Longer than a URL may be. */
  private static final int MAX_QUERY = 16_384;

  private static final int MAX_FORM = 16 << 20;
  private static final int MAX_FILES = 64 << 20;
  private static final String UNRESERVED = "-._~";
  private static final RequestContent NONE = new RequestContent(null, null);

  /** A field of a query or form. */
  @SuppressWarnings("ArrayRecordComponent") // as above
  private record Field(byte[] name, byte[] value) {}

  /** Reads {@code body}, {@code form} and {@code files}; mistakes go into {@code in}. */
  static RequestContent read(OptionReader in) {
    Object body = in.any("body");
    Object form = in.any("form");
    Object files = in.any("files");
    if (body != null && (form != null || files != null)) {
      in.problem("body", "and form or files cannot both be sent");
      return NONE;
    }
    if (body != null) {
      byte[] bytes = bytes(body);
      if (bytes == null) {
        in.problem("body", "must be a string, not " + Described.of(body));
      }
      return new RequestContent(bytes, null);
    }
    if (files != null) {
      return multipart(in, fields(in, "form", form, MAX_FORM), files);
    }
    return form == null
        ? NONE
        : new RequestContent(
            encoded(fields(in, "form", form, MAX_FORM)).getBytes(UTF_8),
            "application/x-www-form-urlencoded");
  }

  /** Reads {@code query}: what is to be added to that of the URL, empty for nothing. */
  static String query(OptionReader in) {
    return encoded(fields(in, "query", in.any("query"), MAX_QUERY));
  }

  /** Of a table by name, or of a list of pairs; names in a table are sorted. */
  private static List<Field> fields(OptionReader in, String option, Object value, int most) {
    List<Field> fields = new ArrayList<>();
    if (value == null) {
      return fields;
    }
    if (!(value instanceof Map<?, ?> table) || table.size() > MAX_FIELDS) {
      in.problem(option, "must be a table of at most " + MAX_FIELDS + " names and values");
      return fields;
    }
    boolean isList = table.get(1) != null;
    if (isList) {
      for (int i = 1; i <= table.size(); i++) {
        Map<?, ?> pair = table.get(i) instanceof Map<?, ?> two ? two : Map.of();
        add(in, option, pair.get(1), pair.get(2), fields);
      }
    } else {
      table.entrySet().stream()
          .sorted((a, b) -> String.valueOf(a.getKey()).compareTo(String.valueOf(b.getKey())))
          .forEach(entry -> addAll(in, option, entry.getKey(), entry.getValue(), fields));
    }
    long bytes = fields.stream().mapToLong(f -> (long) f.name().length + f.value().length).sum();
    if (bytes > most) {
      in.problem(option, "is longer than " + most + " bytes");
      return List.of();
    }
    return fields;
  }

  private static void addAll(
      OptionReader in, String option, Object name, Object value, List<Field> fields) {
    if (value instanceof Map<?, ?> list && list.size() <= MAX_FIELDS) {
      for (int i = 1; i <= list.size(); i++) {
        add(in, option, name, list.get(i), fields);
      }
    } else {
      add(in, option, name, value, fields);
    }
  }

  private static void add(
      OptionReader in, String option, Object name, Object value, List<Field> fields) {
    byte[] key = bytes(name);
    byte[] content = bytes(value);
    if (key == null || content == null || fields.size() >= MAX_FIELDS) {
      in.problem(
          option,
          "must have texts, numbers or booleans under names, or be a list of `{name, value}`; not so"
              + " is "
              + Described.of(name));
    } else {
      fields.add(new Field(key, content));
    }
  }

  /** Null for what is no text. */
  private static byte[] bytes(Object value) {
    if (value instanceof byte[] bytes) {
      return bytes;
    }
    if (value instanceof String text) {
      return text.getBytes(UTF_8);
    }
    if (value instanceof Boolean flag) {
      return flag.toString().getBytes(UTF_8);
    }
    String number = value instanceof Number ? HeaderRules.valueText(value) : null;
    return number == null ? null : number.getBytes(UTF_8);
  }

  private static String encoded(List<Field> fields) {
    StringBuilder text = new StringBuilder();
    for (Field field : fields) {
      text.append(text.isEmpty() ? "" : "&");
      encode(field.name(), text);
      text.append('=');
      encode(field.value(), text);
    }
    return text.toString();
  }

  /** RFC 3986, section 2.3: all but unreserved characters are escaped, a blank too. */
  private static void encode(byte[] bytes, StringBuilder text) {
    HexFormat hex = HexFormat.of().withUpperCase();
    for (byte b : bytes) {
      char c = (char) (b & 0xFF);
      boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (plain || UNRESERVED.indexOf(c) >= 0) {
        text.append(c);
      } else {
        text.append('%').append(hex.toHexDigits(b));
      }
    }
  }

  /** RFC 7578. */
  private static RequestContent multipart(OptionReader in, List<Field> fields, Object files) {
    String boundary =
        "moonwire-"
            + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong())
            + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Field field : fields) {
      begin(out, boundary, field.name());
      out.writeBytes("\r\n\r\n".getBytes(UTF_8));
      end(out, field.value());
    }
    if (!(files instanceof Map<?, ?> list) || list.size() > MAX_FIELDS) {
      in.problem("files", "must be a list of `{name, filename, content, content_type}`");
      return NONE;
    }
    for (int i = 1; i <= list.size(); i++) {
      file(in, list.get(i) instanceof Map<?, ?> file ? file : Map.of(), boundary, out);
    }
    out.writeBytes(("--" + boundary + "--\r\n").getBytes(UTF_8));
    return new RequestContent(out.toByteArray(), "multipart/form-data; boundary=" + boundary);
  }

  private static void file(
      OptionReader in, Map<?, ?> file, String boundary, ByteArrayOutputStream out) {
    byte[] name = bytes(file.get("name"));
    byte[] content = bytes(file.get("content"));
    Object filename = file.get("filename") == null ? "" : file.get("filename");
    Object type =
        file.get("content_type") == null ? "application/octet-stream" : file.get("content_type");
    boolean known =
        List.of("name", "filename", "content", "content_type").containsAll(file.keySet());
    if (name == null
        || content == null
        || bytes(filename) == null
        || !known
        || !(type instanceof String)
        || HeaderRules.valueText(type) == null) {
      in.problem(
          "files",
          "must be a list of `{name, filename, content, content_type}`, all of them strings, name"
              + " and content given");
      return;
    }
    if (out.size() + (long) content.length > MAX_FILES) {
      in.problem("files", "are longer than " + MAX_FILES + " bytes together");
      return;
    }
    begin(out, boundary, name);
    out.writeBytes("; filename=\"".getBytes(UTF_8));
    out.writeBytes(quoted(bytes(filename)));
    out.writeBytes(("\"\r\nContent-Type: " + type + "\r\n\r\n").getBytes(UTF_8));
    end(out, content);
  }

  private static void begin(ByteArrayOutputStream out, String boundary, byte[] name) {
    out.writeBytes(
        ("--" + boundary + "\r\nContent-Disposition: form-data; name=\"").getBytes(UTF_8));
    out.writeBytes(quoted(name));
    out.write('"');
  }

  private static void end(ByteArrayOutputStream out, byte[] content) {
    out.writeBytes(content);
    out.writeBytes("\r\n".getBytes(UTF_8));
  }

  /** As browsers do: a quote or line break in a name forges nothing. */
  private static byte[] quoted(byte[] name) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte b : name) {
      switch (b) {
        case '"' -> out.writeBytes("%22".getBytes(UTF_8));
        case '\r' -> out.writeBytes("%0D".getBytes(UTF_8));
        case '\n' -> out.writeBytes("%0A".getBytes(UTF_8));
        default -> out.write(b);
      }
    }
    return out.toByteArray();
  }
}
