package org.moonwire.engine.schema;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * JSON Schema, drafts 7 and 2020-12, by its required rules: {@code format} and what is about
 * content asserts nothing. Called on threads of scripts, which may be ended meanwhile. Thread-safe.
 */
public final class JsonSchema {
  private static final int MAX_KNOWN = 1000;

  /** Digests of schemas that fulfil their meta-schema, so that each is looked at once. */
  private final Set<String> known =
      Collections.synchronizedSet(
          Collections.newSetFromMap(
              new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                  return size() > MAX_KNOWN;
                }
              }));

  /**
   * What is wrong with a value; empty if nothing.
   *
   * @param schema as JSON text; the draft is what its {@code $schema} says, 2020-12 if nothing
   * @param others further schemas as JSON texts, under the addresses that references name
   * @param value as JSON text
   * @throws SchemaException if the schema is none, or a text is no JSON
   */
  public List<SchemaProblem> problems(byte[] schema, Map<String, byte[]> others, byte[] value)
      throws SchemaException {
    Map<String, Object> documents = new HashMap<>();
    for (Map.Entry<String, byte[]> other : others.entrySet()) {
      documents.put(other.getKey(), EmptyTables.asObjects(JsonTree.parse(other.getValue())));
    }
    Object tree = EmptyTables.asObjects(JsonTree.parse(schema));
    String digest = digest(schema);
    if (!known.contains(digest)) {
      checkSchema(tree);
      known.add(digest);
    }
    SchemaSet schemas = new SchemaSet(documents);
    schemas.add(SchemaSet.DEFAULT_URI, tree);
    return new Validation(schemas).run(tree, JsonTree.parse(value));
  }

  private static String digest(byte[] text) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }

  /** A keyword with a wrong value would otherwise go unnoticed. */
  private static void checkSchema(Object tree) throws SchemaException {
    SchemaDraft draft = SchemaDraft.DRAFT_2020_12;
    if (tree instanceof Map<?, ?> keywords && keywords.get("$schema") instanceof String meta) {
      draft = SchemaDraft.of(meta);
    }
    if (draft == null) {
      return;
    }
    SchemaSet metas = new SchemaSet(Map.of());
    List<SchemaProblem> problems = new Validation(metas).run(metas.metaSchema(draft), tree);
    if (!problems.isEmpty()) {
      throw new SchemaException("invalid schema: " + problems.get(0).text());
    }
  }
}
