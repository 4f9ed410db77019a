package org.moonwire.site;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;

/**
 * What the search looks through. It is a script, since a page that comes from a file may load no
 * data.
 */
final class SearchIndex {
  /** The name that the script gives it. */
  private static final String NAME = "MANUAL";

  private SearchIndex() {}

  /**
   * Returns the script: for each page its path, its title, and anchor, title and text of each
   * section.
   */
  static String script(List<Page> pages) throws IOException {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
      json.writeStartArray();
      for (Page page : pages) {
        write(json, page);
      }
      json.writeEndArray();
    }
    return "const " + NAME + " = " + out + ";\n";
  }

  private static void write(JsonGenerator json, Page page) throws IOException {
    json.writeStartArray();
    json.writeString(page.target());
    json.writeString(page.title());
    json.writeStartArray();
    for (Section section : page.sections()) {
      json.writeArray(new String[] {section.anchor(), section.title(), section.text()}, 0, 3);
    }
    json.writeEndArray();
    json.writeEndArray();
  }
}
