package org.moonwire.websocket.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads the data of requests from words such as {@code level=3} and {@code owner.id=ana}. */
final class MetaArguments {
  private static final Pattern WHOLE = Pattern.compile("-?(0|[1-9][0-9]{0,17})");
  private static final Pattern DECIMAL = Pattern.compile("-?(0|[1-9][0-9]*)\\.[0-9]+");

  private MetaArguments() {}

  static Map<String, Object> parse(List<String> words) throws BadSettingException {
    Map<String, Object> facts = new LinkedHashMap<>();
    for (String word : words) {
      int equals = word.indexOf('=');
      if (equals < 1) {
        throw new BadSettingException("`" + word + "` is no KEY=VALUE");
      }
      put(facts, word.substring(0, equals), value(word.substring(equals + 1)), word);
    }
    return facts;
  }

  @SuppressWarnings("unchecked") // All maps in here are made here.
  private static void put(Map<String, Object> facts, String path, Object value, String word)
      throws BadSettingException {
    String[] keys = path.split("\\.", -1);
    Map<String, Object> map = facts;
    for (int i = 0; i < keys.length - 1; i++) {
      Object inner = map.computeIfAbsent(keys[i], key -> new LinkedHashMap<String, Object>());
      if (!(inner instanceof Map)) {
        throw new BadSettingException("`" + word + "` needs a map where there is a value already");
      }
      map = (Map<String, Object>) inner;
    }
    if (map.put(keys[keys.length - 1], value) != null) {
      throw new BadSettingException("`" + word + "` gives a second value");
    }
  }

  private static Object value(String text) {
    if (text.equals("true") || text.equals("false")) {
      return Boolean.valueOf(text);
    }
    if (WHOLE.matcher(text).matches()) {
      return Long.valueOf(text);
    }
    return DECIMAL.matcher(text).matches() ? (Object) Double.valueOf(text) : text;
  }
}
