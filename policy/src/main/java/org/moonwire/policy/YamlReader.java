package org.moonwire.policy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * Reads YAML 1.2 with the core schema into nodes that keep their places. Bounded: 4 MiB of text, 50
 * levels, 500,000 nodes after aliases are written out.
 */
final class YamlReader {
  static final int MAX_LENGTH = 4 << 20;
  private static final int MAX_DEPTH = 50;
  private static final int MAX_NODES = 500_000;

  private static final String TOO_LARGE = "too large once its aliases are written out";
  private static final CoreSchema SCHEMA = new CoreSchema();

  /** What everything begins with that is no text: null, booleans, numbers. */
  private static final String STARTS_OTHERS = "~nNtTfF+-.0123456789";

  private final Diagnostics diagnostics;
  private final Map<Anchor, Counted> anchors = new HashMap<>();
  // A file has few names, many times.
  private final Map<String, String> names = new HashMap<>();
  private Iterator<Event> events;
  private int nodes;

  /** A node, how many levels are below it, and how many nodes it is with all of them. */
  private record Counted(YamlNode node, int height, int size) {}

  private YamlReader(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  /** Returns the document, or nothing after reporting why there is none. */
  static Optional<YamlNode> read(String text, Diagnostics diagnostics) {
    if (text.length() > MAX_LENGTH) {
      diagnostics.error(Position.NONE, "a policy file is at most " + MAX_LENGTH + " characters");
      return Optional.empty();
    }
    return new YamlReader(diagnostics).document(text);
  }

  private Optional<YamlNode> document(String text) {
    LoadSettings settings = LoadSettings.builder().setSchema(SCHEMA).build();
    try {
      events = new ParserImpl(settings, new StreamReader(settings, text));
      events.next();
      if (events.next().getEventId() == Event.ID.StreamEnd) {
        diagnostics.error(Position.NONE, "the policy file is empty");
        return Optional.empty();
      }
      YamlNode root = node(events.next(), 0).node;
      events.next();
      Event end = events.next();
      if (end.getEventId() != Event.ID.StreamEnd) {
        throw new RefusedException(position(end), "a policy file is one YAML document");
      }
      return Optional.of(root);
    } catch (MarkedYamlEngineException e) {
      reportSyntax(e);
    } catch (YamlEngineException e) {
      diagnostics.error(Position.NONE, "not valid YAML: " + e.getMessage());
    } catch (RefusedException e) {
      diagnostics.error(e.at, e.getMessage());
    }
    return Optional.empty();
  }

  private void reportSyntax(MarkedYamlEngineException e) {
    if ("while scanning an alias".equals(e.getContext())) {
      String advice = "a text that begins with `*` must be quoted: \"*\"";
      diagnostics.error(position(e.getContextMark()), advice);
    } else {
      diagnostics.error(position(e.getProblemMark()), "not valid YAML: " + e.getProblem());
    }
  }

  /** Reads the node that begins with {@code event}. */
  private Counted node(Event event, int depth) {
    Position at = position(event);
    if (event instanceof AliasEvent alias) {
      return aliased(alias, at, depth);
    }
    if (depth > MAX_DEPTH) {
      throw new RefusedException(at, "nested too deeply");
    }
    int before = nodes;
    count(1, at);
    Counted read;
    if (event instanceof SequenceStartEvent start) {
      refuseTagBut(Tag.SEQ, start, at);
      read = sequence(at, depth);
    } else if (event instanceof MappingStartEvent start) {
      refuseTagBut(Tag.MAP, start, at);
      read = mapping(at, depth);
    } else {
      read = new Counted(new YamlNode.Scalar(scalar((ScalarEvent) event, at), at), 0, 0);
    }
    Counted whole = new Counted(read.node, read.height, nodes - before);
    Optional<Anchor> anchor = ((NodeEvent) event).getAnchor();
    if (anchor.isPresent()) {
      anchors.put(anchor.get(), whole);
    }
    return whole;
  }

  /** An alias is what it stands for, and is counted as if that were written out. */
  private Counted aliased(AliasEvent alias, Position at, int depth) {
    Counted meant = anchors.get(alias.getAlias());
    if (meant == null) {
      throw new RefusedException(at, "there is no complete `&" + alias.getAlias() + "` before");
    }
    if (depth + meant.height > MAX_DEPTH) {
      throw new RefusedException(at, TOO_LARGE);
    }
    count(meant.size, at);
    return meant;
  }

  private void count(int size, Position at) {
    nodes += size;
    if (nodes > MAX_NODES) {
      throw new RefusedException(at, TOO_LARGE);
    }
  }

  private Counted sequence(Position at, int depth) {
    List<YamlNode> items = new ArrayList<>();
    int height = 0;
    for (Event e = events.next(); e.getEventId() != Event.ID.SequenceEnd; e = events.next()) {
      Counted item = node(e, depth + 1);
      height = Math.max(height, item.height);
      items.add(item.node);
    }
    return new Counted(new YamlNode.Sequence(items, at), height + 1, 0);
  }

  private Counted mapping(Position at, int depth) {
    Map<String, YamlNode.Named> values = new LinkedHashMap<>();
    int height = 0;
    for (Event e = events.next(); e.getEventId() != Event.ID.MappingEnd; e = events.next()) {
      String key = key(e, depth);
      Counted value = node(events.next(), depth + 1);
      height = Math.max(height, value.height);
      YamlNode.Named named = new YamlNode.Named(value.node, position(e));
      if (key != null && values.put(key, named) != null) {
        diagnostics.error(named.key(), "duplicate key `" + key + "`");
      }
    }
    return new Counted(new YamlNode.Mapping(values, at), height + 1, 0);
  }

  /** Reads a key as it is written; null after reporting that it is no text. */
  private String key(Event event, int depth) {
    if (event instanceof ScalarEvent scalar && scalar.getAnchor().isEmpty()) {
      return names.computeIfAbsent(scalar.getValue(), name -> name);
    }
    YamlNode key = node(event, depth + 1).node;
    if (key instanceof YamlNode.Scalar scalar && scalar.value() != null) {
      return scalar.value().toString();
    }
    diagnostics.error(position(event), "a key must be a text");
    return null;
  }

  private Object scalar(ScalarEvent event, Position at) {
    String name = event.getTag().orElse("!");
    String text = event.getValue();
    Tag tag =
        name.equals("!")
            ? resolve(text, event.getImplicit().canOmitTagInPlainScalar())
            : new Tag(name);
    try {
      if (tag.equals(Tag.INT)) {
        return integer(text);
      }
      if (tag.equals(Tag.FLOAT)) {
        return decimal(text);
      }
    } catch (NumberFormatException e) {
      diagnostics.error(at, "`" + text + "` is no number");
      return null;
    }
    if (tag.equals(Tag.BOOL)) {
      return Boolean.valueOf(text.equalsIgnoreCase("true"));
    }
    if (tag.equals(Tag.NULL)) {
      return null;
    }
    if (!tag.equals(Tag.STR)) {
      refuseTag(tag.getValue(), at);
    }
    return text;
  }

  /** The schema tries regular expressions, which most texts need not wait for. */
  private static Tag resolve(String text, boolean plain) {
    boolean mayBeOther = text.isEmpty() || STARTS_OTHERS.indexOf(text.charAt(0)) >= 0;
    return plain && mayBeOther ? SCHEMA.getScalarResolver().resolve(text, true) : Tag.STR;
  }

  private void refuseTagBut(Tag implicit, CollectionStartEvent start, Position at) {
    String name = start.getTag().orElse("!");
    if (!name.equals("!") && !name.equals(implicit.getValue())) {
      refuseTag(name, at);
    }
  }

  private void refuseTag(String tag, Position at) {
    diagnostics.error(at, "the tag `" + tag + "` is not allowed");
  }

  private static Number integer(String text) {
    BigInteger value =
        text.startsWith("0x")
            ? new BigInteger(text.substring(2), 16)
            : text.startsWith("0o") ? new BigInteger(text.substring(2), 8) : new BigInteger(text);
    if (value.bitLength() > 63) {
      return value;
    }
    long number = value.longValue();
    return number == (int) number ? (Number) (int) number : (Number) number;
  }

  private static Double decimal(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case ".nan" -> Double.NaN;
      case ".inf", "+.inf" -> Double.POSITIVE_INFINITY;
      case "-.inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.valueOf(text);
    };
  }

  private static Position position(Event event) {
    return position(event.getStartMark());
  }

  private static Position position(Optional<Mark> mark) {
    if (mark.isEmpty()) {
      return Position.NONE;
    }
    return new Position(mark.get().getLine() + 1, mark.get().getColumn() + 1);
  }

  private static final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Position at;

    RefusedException(Position at, String message) {
      super(message);
      this.at = at;
    }
  }
}
