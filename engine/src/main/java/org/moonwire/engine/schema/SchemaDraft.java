package org.moonwire.engine.schema;

/** The versions of JSON Schema that are known. */
enum SchemaDraft {
  DRAFT_7("http://json-schema.org/draft-07/schema"),
  DRAFT_2020_12("https://json-schema.org/draft/2020-12/schema");

  private final String uri;

  SchemaDraft(String uri) {
    this.uri = uri;
  }

  /** The address of its meta-schema. */
  String uri() {
    return uri;
  }

  /** The draft with that meta-schema; null if there is none. */
  static SchemaDraft of(String schema) {
    String plain = schema.endsWith("#") ? schema.substring(0, schema.length() - 1) : schema;
    for (SchemaDraft draft : values()) {
      if (draft.uri.equals(plain)) {
        return draft;
      }
    }
    return null;
  }
}
