package org.moonwire.engine.time;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneRules;
import java.util.HashMap;
import java.util.Map;

/**
 * Zone abbreviations. The JDK's zone data has none, and its display names differ between versions,
 * so the ones in use are a resource of ours; anything else gets the numeric name that the database
 * uses too.
 */
final class ZoneNames {
  private static final String RESOURCE = "/org/moonwire/engine/time/abbreviations.txt";

  private ZoneNames() {}

  static String abbreviation(ZoneId zone, Instant at) {
    ZoneRules rules = zone.getRules();
    int offset = rules.getOffset(at).getTotalSeconds();
    Map<Integer, String> names = ByRegion.BY_REGION.get(zone.getId());
    if (names == null) {
      return offset == 0 && zone.normalized().equals(java.time.ZoneOffset.UTC)
          ? "UTC"
          : numeric(offset);
    }
    if (!rules.isFixedOffset() && at.isBefore(rules.getTransitions().get(0).getInstant())) {
      return "LMT";
    }
    String name = names.get(offset);
    return name == null ? numeric(offset) : name;
  }

  private static String numeric(int offset) {
    int abs = Math.abs(offset);
    String text = "%s%02d".formatted(offset < 0 ? "-" : "+", abs / 3600);
    return abs % 3600 == 0 ? text : text + "%02d".formatted(abs % 3600 / 60);
  }

  /** Loaded when the first abbreviation of a region is asked for. */
  private static final class ByRegion {
    static final Map<String, Map<Integer, String>> BY_REGION = load();

    private static Map<String, Map<Integer, String>> load() {
      Map<String, Map<Integer, String>> byRegion = new HashMap<>();
      InputStream in = ZoneNames.class.getResourceAsStream(RESOURCE);
      try (BufferedReader lines =
          new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
        lines.lines().filter(line -> !line.startsWith("#")).forEach(line -> read(line, byRegion));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return byRegion;
    }

    private static void read(String line, Map<String, Map<Integer, String>> byRegion) {
      int colon = line.indexOf(": ");
      Map<Integer, String> names = new HashMap<>();
      for (String pair : line.substring(0, colon).split(" ", -1)) {
        int equals = pair.indexOf('=');
        names.put(Integer.valueOf(pair.substring(0, equals)), pair.substring(equals + 1));
      }
      for (String region : line.substring(colon + 2).split(" ", -1)) {
        byRegion.put(region, names);
      }
    }
  }
}
