package org.moonwire.policy;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.parser.Parser;
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

  private final Diagnostics diagnostics;
  private int nodes;

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
    LoadSettings settings =
        LoadSettings.builder()
            .setSchema(new CoreSchema())
            .setAllowDuplicateKeys(true)
            // Bounded by what they grow to instead.
            .setMaxAliasesForCollections(MAX_NODES)
            .build();
    try {
      StreamReader characters = new StreamReader(settings, text);
      Parser parser =
          new YamlDepth(new ParserImpl(settings, characters), MAX_DEPTH, YamlReader::refuseDepth);
      Optional<Node> root = new Composer(settings, parser).getSingleNode();
      if (root.isEmpty()) {
        diagnostics.error(Position.NONE, "the policy file is empty");
        return Optional.empty();
      }
      return Optional.of(convert(root.get(), 0));
    } catch (MarkedYamlEngineException e) {
      reportSyntax(e);
    } catch (YamlEngineException e) {
      diagnostics.error(Position.NONE, "not valid YAML: " + e.getMessage());
    } catch (LimitException e) {
      diagnostics.error(e.at, e.getMessage());
    }
    return Optional.empty();
  }

  private static void refuseDepth(Event event) {
    throw new LimitException(position(event.getStartMark()), "nested too deeply");
  }

  private void reportSyntax(MarkedYamlEngineException e) {
    if ("while scanning an alias".equals(e.getContext())) {
      String advice = "a text that begins with `*` must be quoted: \"*\"";
      diagnostics.error(position(e.getContextMark()), advice);
    } else {
      diagnostics.error(position(e.getProblemMark()), "not valid YAML: " + e.getProblem());
    }
  }

  private YamlNode convert(Node node, int depth) {
    Position at = position(node.getStartMark());
    if (depth > MAX_DEPTH || ++nodes > MAX_NODES) {
      throw new LimitException(at, "too large once its aliases are written out");
    }
    if (!(node instanceof ScalarNode)
        && !node.getTag().equals(Tag.SEQ)
        && !node.getTag().equals(Tag.MAP)) {
      refuseTag(node.getTag(), at);
    }
    if (node instanceof SequenceNode sequence) {
      List<YamlNode> items = new ArrayList<>();
      sequence.getValue().forEach(item -> items.add(convert(item, depth + 1)));
      return new YamlNode.Sequence(items, at);
    }
    if (node instanceof MappingNode mapping) {
      return mapping(mapping, at, depth);
    }
    return new YamlNode.Scalar(scalar((ScalarNode) node, at), at);
  }

  private YamlNode mapping(MappingNode mapping, Position at, int depth) {
    Map<String, YamlNode> values = new LinkedHashMap<>();
    Map<String, Position> keys = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      Position keyAt = position(tuple.getKeyNode().getStartMark());
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        diagnostics.error(keyAt, "a key must be a text");
        continue;
      }
      YamlNode value = convert(tuple.getValueNode(), depth + 1);
      if (values.put(key.getValue(), value) != null) {
        diagnostics.error(keyAt, "duplicate key `" + key.getValue() + "`");
      }
      keys.put(key.getValue(), keyAt);
    }
    return new YamlNode.Mapping(values, keys, at);
  }

  private Object scalar(ScalarNode node, Position at) {
    Tag tag = node.getTag();
    String text = node.getValue();
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
      refuseTag(tag, at);
    }
    return text;
  }

  private void refuseTag(Tag tag, Position at) {
    diagnostics.error(at, "the tag `" + tag.getValue() + "` is not allowed");
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

  private static Position position(Optional<Mark> mark) {
    return mark.map(m -> new Position(m.getLine() + 1, m.getColumn() + 1)).orElse(Position.NONE);
  }

  private static final class LimitException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Position at;

    LimitException(Position at, String message) {
      super(message);
      this.at = at;
    }
  }
}
