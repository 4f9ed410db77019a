package org.moonwire.engine.schema;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.moonwire.engine.core.Poll;
import org.moonwire.engine.schema.Problems.Place;
import org.moonwire.engine.schema.SchemaSet.Resource;

/**
 * Checks one value against one schema (JSON Schema Core and Validation, draft 2020-12; draft 7
 * where that differs). For one thread, once.
 */
final class Validation {
  /** A schema that leads to itself for the same value never ends; values are not nested so deep. */
  private static final int MAX_DEPTH = 600;

  private static final BigDecimal ONE = BigDecimal.ONE;

  private final SchemaSet schemas;
  private final Map<String, EcmaPattern> patterns = new HashMap<>();
  private final Problems problems = new Problems();
  private int depth;

  Validation(SchemaSet schemas) {
    this.schemas = schemas;
  }

  /** The resources that have been entered, the last one first. */
  private record Entered(Entered outer, Resource resource) {}

  /**
   * One value at its place, and where the schema's keywords were met.
   *
   * @param quiet whether nobody wants to hear what is wrong
   */
  private record At(Object value, Place place, Entered scope, boolean quiet) {
    At part(Object member, String token) {
      return new At(member, new Place(place, token), scope, quiet);
    }

    At quietly() {
      return new At(value, place, scope, true);
    }
  }

  /**
   * What is wrong; empty if nothing.
   *
   * @throws SchemaException if the schema cannot be used
   */
  List<SchemaProblem> run(Object schema, Object value) throws SchemaException {
    boolean valid = check(schema, new At(value, null, null, false), new Evaluated());
    if (!valid && problems.all().isEmpty()) {
      problems.add(null, "", "does not match the schema");
    }
    return problems.all();
  }

  private boolean wrong(At at, String keyword, String message) {
    if (!at.quiet()) {
      problems.add(at.place(), keyword, message);
    }
    return false;
  }

  @SuppressWarnings("ReferenceEquality") // one object for each, and a document inside
  private boolean check(Object schema, At at, Evaluated seen) throws SchemaException {
    Poll.work(1);
    if (schema instanceof Boolean all) {
      return all || wrong(at, "false", "nothing is allowed here");
    }
    if (!(schema instanceof Map<?, ?> keywords)) {
      throw new SchemaException("a schema is " + JsonTree.type(schema) + ", not object or boolean");
    }
    if (++depth > MAX_DEPTH) {
      throw new SchemaException("the schema leads to itself, or is nested too deep");
    }
    try {
      Resource resource = schemas.resource(schema);
      if (resource == null) {
        throw new SchemaException("a schema stands where none is looked for");
      }
      boolean entered = at.scope() == null || at.scope().resource() != resource;
      Entered scope = entered ? new Entered(at.scope(), resource) : at.scope();
      At inside = new At(at.value(), at.place(), scope, at.quiet());
      // What a schema has looked at, those beside it do not see, and those around it only if it
      // holds.
      Evaluated own = new Evaluated();
      boolean onlyReference =
          resource.draft() == SchemaDraft.DRAFT_7 && keywords.containsKey("$ref");
      boolean holds =
          onlyReference
              ? reference(keywords.get("$ref"), inside, own)
              : all(keywords, resource, inside, own);
      if (holds) {
        seen.add(own);
      }
      return holds;
    } finally {
      depth--;
    }
  }

  private boolean all(Map<?, ?> keywords, Resource resource, At at, Evaluated seen)
      throws SchemaException {
    boolean ok = true;
    boolean old = resource.draft() == SchemaDraft.DRAFT_7;
    if (!old && keywords.containsKey("$ref")) {
      ok = reference(keywords.get("$ref"), at, seen);
    }
    if (!old && keywords.containsKey("$dynamicRef")) {
      ok &= dynamicReference(keywords.get("$dynamicRef"), at, seen);
    }
    if (resource.validates()) {
      ok &= assertions(keywords, at, old);
    }
    ok &= combined(keywords, at, seen);
    if (at.value() instanceof Map<?, ?> object) {
      ok &= new ObjectRules(keywords, at, object, seen, old).check();
    } else if (at.value() instanceof List<?> array) {
      ok &= new ArrayRules(keywords, at, array, seen, resource).check();
    }
    return ok;
  }

  private boolean assertions(Map<?, ?> keywords, At at, boolean old) throws SchemaException {
    boolean ok = true;
    for (Map.Entry<?, ?> entry : keywords.entrySet()) {
      String keyword = (String) entry.getKey();
      boolean newer = keyword.equals("dependentRequired") && old;
      if (Assertions.KEYWORDS.contains(keyword) && !newer) {
        String problem = Assertions.problem(keyword, entry.getValue(), at.value());
        ok &= problem == null || wrong(at, keyword, problem);
      }
    }
    if (keywords.containsKey("pattern") && at.value() instanceof String text) {
      ok &=
          pattern(keywords.get("pattern")).isIn(text)
              || wrong(at, "pattern", "does not match `" + keywords.get("pattern") + "`");
    }
    return ok;
  }

  private EcmaPattern pattern(Object text) throws SchemaException {
    if (!(text instanceof String expression)) {
      throw new SchemaException("a pattern is no string");
    }
    EcmaPattern known = patterns.get(expression);
    if (known == null) {
      known = new EcmaPattern(expression);
      patterns.put(expression, known);
    }
    return known;
  }

  private static String text(String keyword, Object value) throws SchemaException {
    if (value instanceof String text) {
      return text;
    }
    throw new SchemaException("`" + keyword + "` is no string");
  }

  private boolean reference(Object reference, At at, Evaluated seen) throws SchemaException {
    SchemaSet.Target target = schemas.target(at.scope().resource(), text("$ref", reference));
    return check(target.schema(), at, seen);
  }

  /** Core, section 8.2.3.2: the outermost resource with a dynamic anchor of that name decides. */
  private boolean dynamicReference(Object reference, At at, Evaluated seen) throws SchemaException {
    SchemaSet.Target target = schemas.target(at.scope().resource(), text("$dynamicRef", reference));
    Object found = target.schema();
    String name = target.fragment();
    if (found instanceof Map<?, ?> first && name.equals(first.get("$dynamicAnchor"))) {
      for (Entered scope = at.scope(); scope != null; scope = scope.outer()) {
        Object outer = schemas.dynamic(scope.resource(), name);
        found = outer == null ? found : outer;
      }
    }
    return check(found, at, seen);
  }

  private boolean combined(Map<?, ?> keywords, At at, Evaluated seen) throws SchemaException {
    boolean ok = true;
    for (Object schema : list(keywords, "allOf")) {
      ok &= check(schema, at, seen);
    }
    if (keywords.containsKey("anyOf")) {
      boolean any = matches(list(keywords, "anyOf"), at, seen) > 0;
      ok &= any || wrong(at, "anyOf", "matches none of `anyOf`");
    }
    if (keywords.containsKey("oneOf")) {
      int count = matches(list(keywords, "oneOf"), at, seen);
      ok &= count == 1 || wrong(at, "oneOf", "matches `" + count + "` of `oneOf`, not one");
    }
    if (keywords.containsKey("not")) {
      boolean other = check(keywords.get("not"), at.quietly(), new Evaluated());
      ok &= !other || wrong(at, "not", "matches what `not` excludes");
    }
    if (keywords.containsKey("if")) {
      boolean holds = check(keywords.get("if"), at.quietly(), seen);
      String branch = holds ? "then" : "else";
      ok &= !keywords.containsKey(branch) || check(keywords.get(branch), at, seen);
    }
    return ok;
  }

  private int matches(List<?> all, At at, Evaluated seen) throws SchemaException {
    int count = 0;
    for (Object schema : all) {
      if (check(schema, at.quietly(), seen)) {
        count++;
      }
    }
    return count;
  }

  private static List<?> list(Map<?, ?> keywords, String keyword) throws SchemaException {
    Object value = keywords.get(keyword);
    if (value == null || value instanceof List<?>) {
      return value == null ? List.of() : (List<?>) value;
    }
    throw new SchemaException("`" + keyword + "` is no list");
  }

  private static Map<?, ?> map(Map<?, ?> keywords, String keyword) throws SchemaException {
    Object value = keywords.get(keyword);
    if (value == null || value instanceof Map<?, ?>) {
      return value == null ? Map.of() : (Map<?, ?>) value;
    }
    throw new SchemaException("`" + keyword + "` is no object");
  }

  /** What a schema says of the members of an object. */
  private final class ObjectRules {
    private final Map<?, ?> keywords;
    private final At at;
    private final Map<?, ?> object;
    private final Evaluated seen;
    private final boolean old;

    ObjectRules(Map<?, ?> keywords, At at, Map<?, ?> object, Evaluated seen, boolean old) {
      this.keywords = keywords;
      this.at = at;
      this.object = object;
      this.seen = seen;
      this.old = old;
    }

    boolean check() throws SchemaException {
      boolean ok = dependencies();
      Map<?, ?> named = map(keywords, "properties");
      Map<?, ?> byPattern = map(keywords, "patternProperties");
      for (Map.Entry<?, ?> member : object.entrySet()) {
        String name = (String) member.getKey();
        ok &= member(name, member.getValue(), named, byPattern);
        if (keywords.containsKey("propertyNames")) {
          At nameAt = new At(name, new Place(at.place(), name), at.scope(), at.quiet());
          ok &= Validation.this.check(keywords.get("propertyNames"), nameAt, new Evaluated());
        }
      }
      return unevaluated(ok);
    }

    private boolean member(String name, Object value, Map<?, ?> named, Map<?, ?> byPattern)
        throws SchemaException {
      boolean ok = true;
      boolean known = named.containsKey(name);
      At part = at.part(value, name);
      if (known) {
        ok = Validation.this.check(named.get(name), part, new Evaluated());
      }
      for (Map.Entry<?, ?> entry : byPattern.entrySet()) {
        if (pattern(entry.getKey()).isIn(name)) {
          known = true;
          ok &= Validation.this.check(entry.getValue(), part, new Evaluated());
        }
      }
      if (!known && keywords.containsKey("additionalProperties")) {
        known = true;
        ok &= additional(keywords.get("additionalProperties"), part, "additionalProperties");
      }
      if (known) {
        seen.member(name);
      }
      return ok;
    }

    private boolean additional(Object schema, At part, String keyword) throws SchemaException {
      return Boolean.FALSE.equals(schema)
          ? wrong(part, keyword, "is not allowed by `" + keyword + "`")
          : Validation.this.check(schema, part, new Evaluated());
    }

    private boolean unevaluated(boolean before) throws SchemaException {
      if (old || !keywords.containsKey("unevaluatedProperties")) {
        return before;
      }
      boolean ok = before;
      for (Map.Entry<?, ?> member : object.entrySet()) {
        String name = (String) member.getKey();
        if (!seen.hasMember(name)) {
          At part = at.part(member.getValue(), name);
          ok &= additional(keywords.get("unevaluatedProperties"), part, "unevaluatedProperties");
        }
      }
      seen.allMembers();
      return ok;
    }

    private boolean dependencies() throws SchemaException {
      boolean ok = true;
      String keyword = old ? "dependencies" : "dependentSchemas";
      for (Map.Entry<?, ?> rule : map(keywords, keyword).entrySet()) {
        if (!object.containsKey(rule.getKey())) {
          continue;
        }
        if (rule.getValue() instanceof List<?> names) {
          String why = ", which goes with `" + rule.getKey() + "`";
          String problem = Assertions.missing(names, object, why);
          ok &= problem == null || wrong(at, keyword, problem);
        } else {
          ok &= Validation.this.check(rule.getValue(), at, seen);
        }
      }
      return ok;
    }
  }

  /** What a schema says of the items of an array. */
  private final class ArrayRules {
    private final Map<?, ?> keywords;
    private final At at;
    private final List<?> array;
    private final Evaluated seen;
    private final boolean old;
    private final boolean validates;

    ArrayRules(Map<?, ?> keywords, At at, List<?> array, Evaluated seen, Resource resource) {
      this.keywords = keywords;
      this.at = at;
      this.array = array;
      this.seen = seen;
      this.old = resource.draft() == SchemaDraft.DRAFT_7;
      this.validates = resource.validates();
    }

    boolean check() throws SchemaException {
      boolean tuple = old && keywords.get("items") instanceof List;
      List<?> first =
          tuple ? list(keywords, "items") : old ? List.of() : list(keywords, "prefixItems");
      boolean ok = true;
      for (int i = 0; i < Math.min(first.size(), array.size()); i++) {
        ok &= Validation.this.check(first.get(i), part(i), new Evaluated());
      }
      seen.firstItems(first.size());
      String rest = tuple ? "additionalItems" : "items";
      if (keywords.containsKey(rest)) {
        ok &= rest(first.size(), rest);
      }
      ok &= !keywords.containsKey("contains") || contains();
      if (!old && keywords.containsKey("unevaluatedItems")) {
        ok &= rest(0, "unevaluatedItems");
      }
      return ok;
    }

    private At part(int i) {
      return at.part(array.get(i), Integer.toString(i));
    }

    /** The items from {@code from} on; of {@code unevaluatedItems} only those it is about. */
    private boolean rest(int from, String keyword) throws SchemaException {
      Object schema = keywords.get(keyword);
      boolean onlyUnseen = keyword.equals("unevaluatedItems");
      boolean ok = true;
      for (int i = from; i < array.size(); i++) {
        if (onlyUnseen && seen.hasItem(i)) {
          continue;
        }
        ok &=
            Boolean.FALSE.equals(schema)
                ? wrong(part(i), keyword, "is not allowed by `" + keyword + "`")
                : Validation.this.check(schema, part(i), new Evaluated());
      }
      seen.firstItems(array.size());
      return ok;
    }

    private boolean contains() throws SchemaException {
      int count = 0;
      for (int i = 0; i < array.size(); i++) {
        if (Validation.this.check(keywords.get("contains"), part(i).quietly(), new Evaluated())) {
          count++;
          if (!old) {
            seen.item(i);
          }
        }
      }
      BigDecimal number = BigDecimal.valueOf(count);
      BigDecimal least = bound("minContains", ONE);
      BigDecimal most = bound("maxContains", null);
      if (number.compareTo(least) < 0 || (most != null && number.compareTo(most) > 0)) {
        return wrong(at, "contains", "`" + count + "` of its items match `contains`");
      }
      return true;
    }

    private BigDecimal bound(String keyword, BigDecimal usual) throws SchemaException {
      boolean given = !old && validates && keywords.containsKey(keyword);
      return given ? Assertions.number(keyword, keywords.get(keyword)) : usual;
    }
  }
}
