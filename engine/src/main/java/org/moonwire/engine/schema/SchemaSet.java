package org.moonwire.engine.schema;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.moonwire.engine.core.Poll;

/**
 * Schemas by their addresses: that of a script with all that is embedded in it, those it brings
 * along, and the meta-schemas. Nothing is ever fetched. Not thread-safe.
 */
final class SchemaSet {
  /** Of a schema that says none. */
  static final String DEFAULT_URI = "schema:///";

  private static final String VALIDATION = "https://json-schema.org/draft/2020-12/vocab/validation";
  private static final String META = "https://json-schema.org/draft/2020-12/meta/";

  /** Keywords whose value is a schema. */
  static final Set<String> ONE =
      Set.of(
          "additionalItems",
          "additionalProperties",
          "contains",
          "contentSchema",
          "else",
          "if",
          "items",
          "not",
          "propertyNames",
          "then",
          "unevaluatedItems",
          "unevaluatedProperties");

  /** Keywords whose value is a list of schemas. */
  static final Set<String> LIST = Set.of("allOf", "anyOf", "items", "oneOf", "prefixItems");

  /** Keywords whose value is an object with schemas. */
  static final Set<String> BY_NAME =
      Set.of(
          "$defs",
          "definitions",
          "dependencies",
          "dependentSchemas",
          "patternProperties",
          "properties");

  private final Map<String, Object> documents;

  /** Roots of resources by address, and what anchors lead to by address, # and name. */
  private final Map<String, Object> byAddress = new HashMap<>();

  /** What dynamic anchors lead to, likewise. */
  private final Map<String, Object> dynamic = new HashMap<>();

  private final IdentityHashMap<Object, Resource> resources = new IdentityHashMap<>();

  /**
   * A schema that has an address of its own.
   *
   * @param validates false if its meta-schema has no keywords that assert anything
   */
  record Resource(String uri, Object root, SchemaDraft draft, boolean validates) {}

  /** What a reference leads to. */
  record Target(Object schema, String fragment, Resource resource) {}

  /** With documents of the script under their addresses. */
  SchemaSet(Map<String, Object> documents) {
    this.documents = documents;
  }

  /**
   * Adds a document.
   *
   * @throws SchemaException if it is of another draft, or its addresses are none
   */
  void add(String uri, Object document) throws SchemaException {
    Resource plain = dialect(uri, document, SchemaDraft.DRAFT_2020_12);
    byAddress.put(uri, document);
    index(document, plain);
  }

  /** The schema of schemas. */
  Object metaSchema(SchemaDraft draft) throws SchemaException {
    return find(draft.uri());
  }

  /** The resource that a schema belongs to; null for a boolean. */
  Resource resource(Object schema) {
    return resources.get(schema);
  }

  /** The schema for a dynamic anchor in a resource; null if there is none. */
  Object dynamic(Resource resource, String name) {
    return dynamic.get(resource.uri() + "#" + name);
  }

  private Resource dialect(String uri, Object document, SchemaDraft otherwise)
      throws SchemaException {
    if (!(document instanceof Map<?, ?> schema)
        || !(schema.get("$schema") instanceof String meta)) {
      return new Resource(uri, document, otherwise, true);
    }
    SchemaDraft draft = SchemaDraft.of(meta);
    if (draft != null) {
      return new Resource(uri, document, draft, true);
    }
    if (!(find(meta) instanceof Map<?, ?> own) || own == document) {
      throw new SchemaException(
          "`$schema` is `" + meta + "`; known are draft-07 and draft/2020-12");
    }
    boolean validates =
        !(own.get("$vocabulary") instanceof Map<?, ?> words) || words.containsKey(VALIDATION);
    SchemaDraft known = own.get("$schema") instanceof String base ? SchemaDraft.of(base) : null;
    return new Resource(uri, document, known == null ? otherwise : known, validates);
  }

  private void index(Object value, Resource outer) throws SchemaException {
    Poll.work(1);
    if (!(value instanceof Map<?, ?> schema) || resources.containsKey(value)) {
      return;
    }
    Resource own = identified(schema, outer);
    resources.put(schema, own);
    for (Map.Entry<?, ?> entry : schema.entrySet()) {
      String keyword = (String) entry.getKey();
      Object content = entry.getValue();
      if (content instanceof List<?> list && LIST.contains(keyword)) {
        for (Object element : list) {
          index(element, own);
        }
      } else if (content instanceof Map<?, ?> map && BY_NAME.contains(keyword)) {
        for (Object member : map.values()) {
          index(member, own);
        }
      } else if (ONE.contains(keyword)) {
        index(content, own);
      }
    }
  }

  private Resource identified(Map<?, ?> schema, Resource outer) throws SchemaException {
    boolean old = outer.draft() == SchemaDraft.DRAFT_7;
    Resource own = outer;
    // In draft 7 nothing beside a reference counts (section 8.3).
    if (schema.get("$id") instanceof String id && !(old && schema.containsKey("$ref"))) {
      String uri = withoutFragment(resolve(outer.uri(), id));
      if (!uri.equals(outer.uri())) {
        own = dialect(uri, schema, outer.draft());
        own = new Resource(uri, schema, own.draft(), outer.validates() && own.validates());
        byAddress.put(uri, schema);
      }
      String anchor = fragment(id);
      if (!anchor.isEmpty()) {
        byAddress.put(own.uri() + "#" + anchor, schema);
      }
    }
    if (!old && schema.get("$anchor") instanceof String anchor) {
      byAddress.put(own.uri() + "#" + anchor, schema);
    }
    if (!old && schema.get("$dynamicAnchor") instanceof String anchor) {
      byAddress.put(own.uri() + "#" + anchor, schema);
      dynamic.put(own.uri() + "#" + anchor, schema);
    }
    return own;
  }

  /**
   * What {@code reference} leads to from a place in {@code from}.
   *
   * @throws SchemaException if there is nothing
   */
  Target target(Resource from, String reference) throws SchemaException {
    String address = resolve(from.uri(), reference);
    String uri = withoutFragment(address);
    String fragment = fragment(reference);
    Object root = find(uri);
    Object found =
        root == null || fragment.isEmpty()
            ? root
            : fragment.startsWith("/")
                ? pointed(root, fragment)
                : byAddress.get(uri + "#" + fragment);
    if (found == null) {
      throw new SchemaException(
          "the reference `" + reference + "` leads to no schema that is here; nothing is fetched");
    }
    return new Target(found, fragment, resources.get(found));
  }

  /** The root of a resource; null if there is none. */
  private Object find(String address) throws SchemaException {
    String uri = withoutFragment(address);
    Object known = byAddress.get(uri);
    if (known != null) {
      return known;
    }
    Object document = documents.get(uri);
    if (document == null) {
      document = standard(uri);
    }
    if (document != null) {
      add(uri, document);
    }
    return document;
  }

  private static Object standard(String uri) throws SchemaException {
    String file =
        uri.startsWith(META)
            ? uri.substring(META.length())
            : SchemaDraft.of(uri) == null
                ? ""
                : SchemaDraft.of(uri).name().toLowerCase(Locale.ROOT);
    if (!file.matches("[a-z0-9_-]+")) {
      return null;
    }
    try (InputStream in = SchemaSet.class.getResourceAsStream("meta/" + file + ".json")) {
      return in == null ? null : JsonTree.parse(in.readAllBytes());
    } catch (IOException e) {
      throw new SchemaException("the meta-schema `" + uri + "` cannot be read", e);
    }
  }

  /** RFC 6901; on its way it may enter other resources, which is as good. */
  private Object pointed(Object root, String pointer) throws SchemaException {
    Object at = root;
    Resource inside = resources.get(root);
    for (String token : pointer.substring(1).split("/", -1)) {
      String name = token.replace("~1", "/").replace("~0", "~");
      if (at instanceof Map<?, ?> map) {
        at = map.get(name);
      } else if (at instanceof List<?> list && name.matches("0|[1-9][0-9]{0,8}")) {
        int i = Integer.parseInt(name);
        at = i < list.size() ? list.get(i) : null;
      } else {
        at = null;
      }
      if (at == null) {
        return null;
      }
      inside = resources.getOrDefault(at, inside);
    }
    if (inside != null) {
      index(at, inside);
    }
    return at;
  }

  private static String resolve(String base, String reference) throws SchemaException {
    try {
      String place = withoutFragment(reference);
      return place.isEmpty() ? base : new URI(base).resolve(new URI(place)).toString();
    } catch (URISyntaxException e) {
      throw new SchemaException("`" + reference + "` is no URI reference", e);
    }
  }

  private static String withoutFragment(String uri) {
    int hash = uri.indexOf('#');
    return hash < 0 ? uri : uri.substring(0, hash);
  }

  private static String fragment(String uri) {
    int hash = uri.indexOf('#');
    String raw = hash < 0 ? "" : uri.substring(hash + 1);
    try {
      return URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return raw;
    }
  }
}
