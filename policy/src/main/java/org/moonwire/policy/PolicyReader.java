package org.moonwire.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Compiles the body of one policy: filters, effect, conditions or expression. */
final class PolicyReader {
  private final Diagnostics diagnostics;

  PolicyReader(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  /** Returns the id of a name that may stand alone. */
  static String qualify(String namespace, String name) {
    return name.indexOf(':') < 0 ? namespace + ":" + name : name;
  }

  /** Returns the policy, or nothing after reporting why there is none. */
  Optional<Policy> read(String id, Set<String> groups, YamlNode body, boolean expression) {
    Optional<Fields> found = Fields.of(body, "`policy`", diagnostics);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Fields fields = found.get();
    fields.allowOnly("actions", "resources", "effect", expression ? "expression" : "conditions");
    List<TextPattern> actions = actions(fields);
    Optional<Effect> effect = effect(fields);
    List<ResourcePattern> resources = resources(fields, actions, effect);
    Optional<Rule> rule =
        expression ? new ExpressionReader(diagnostics).read(fields) : conditions(fields, actions);
    if (actions.isEmpty() || resources.isEmpty() || effect.isEmpty() || rule.isEmpty()) {
      return Optional.empty();
    }
    Filters filters = new Filters(actions, resources);
    return Optional.of(new Policy(id, Set.copyOf(groups), effect.get(), filters, rule.get()));
  }

  private Optional<Effect> effect(Fields fields) {
    Optional<Object> value = fields.get("effect").map(YamlNode::plain);
    Optional<Effect> effect = value.map(String::valueOf).flatMap(Effect::of);
    if (effect.isEmpty()) {
      String shown = value.map(String::valueOf).orElse("(none)");
      diagnostics.error(
          fields.at("effect"), "invalid policy effect: " + shown + ", expected allow or deny");
    }
    return effect;
  }

  private List<TextPattern> actions(Fields fields) {
    List<TextPattern> actions = new ArrayList<>();
    for (YamlNode item : patterns(fields, "actions")) {
      TextPattern action = TextPattern.of((String) item.plain());
      KnownActions.meant(action).ifPresent(meant -> unknownAction(action, meant, item.at()));
      actions.add(action);
    }
    return actions;
  }

  private void unknownAction(TextPattern action, String meant, Position at) {
    String message = "nothing asks about `" + action.text() + "`; did you mean `" + meant + "`?";
    if (KnownActions.isSlip(action, meant)) {
      diagnostics.error(at, message);
    } else {
      diagnostics.warn(at, message);
    }
  }

  private List<ResourcePattern> resources(
      Fields fields, List<TextPattern> actions, Optional<Effect> effect) {
    boolean forUrls = actions.stream().anyMatch(PolicyReader::isAboutUrls);
    List<ResourcePattern> patterns = new ArrayList<>();
    for (YamlNode item : patterns(fields, "resources")) {
      String text = (String) item.plain();
      Optional<ResourcePattern> pattern = resource(text, item.at(), forUrls);
      if (KnownActions.areAboutUrls(actions) && !text.contains("://")) {
        requireUrlBeginning(text, item.at());
      }
      if (pattern.isEmpty()) {
        continue;
      }
      patterns.add(pattern.get());
      if (effect.isPresent() && effect.get() == Effect.DENY) {
        warnOfOpenPorts(pattern.get(), item);
      }
    }
    if (KnownActions.areTheCapability(actions)
        && !patterns.isEmpty()
        && patterns.stream().noneMatch(PolicyReader::fitsNothing)) {
      diagnostics.error(
          fields.at("resources"),
          "`websocket.connect` has an empty resource, which only `*` fits; the URL is that of"
              + " `websocket.connect.url`");
    }
    return patterns;
  }

  private static boolean fitsNothing(ResourcePattern pattern) {
    return pattern instanceof TextPattern text && text.matches("");
  }

  /** A lone {@code *} says nothing about what its resources are. */
  private static boolean isAboutUrls(TextPattern action) {
    return action.text().startsWith("websocket") && action.matches(KnownActions.URL);
  }

  private Optional<ResourcePattern> resource(String text, Position at, boolean forUrls) {
    if (!UrlPattern.applies(text)) {
      if (forUrls && text.contains("://")) {
        noUrlFits(text, at, "the scheme must be ws or wss");
      }
      return Optional.of(TextPattern.of(text));
    }
    try {
      UrlPattern pattern = UrlPattern.parse(text);
      if (pattern.endsInsideHost()) {
        diagnostics.warn(
            at,
            "`" + text + "` fits longer host names as well, write `/*` after the host to end it");
      }
      return Optional.of(pattern);
    } catch (IllegalArgumentException e) {
      noUrlFits(text, at, e.getMessage());
      return Optional.empty();
    }
  }

  /** A resource without a scheme fits a URL only if a star may stand for the scheme. */
  private void requireUrlBeginning(String text, Position at) {
    TextPattern pattern = TextPattern.of(text);
    String beginning = pattern.beginning();
    if (pattern.isLiteral() || !("wss://".startsWith(beginning) || "ws://".startsWith(beginning))) {
      noUrlFits(text, at, "one begins with `ws://` or `wss://`");
    }
  }

  private void warnOfOpenPorts(ResourcePattern pattern, YamlNode item) {
    if (pattern instanceof UrlPattern url && url.hasDefaultPort()) {
      diagnostics.warn(
          item.at(),
          "`" + item.plain() + "` denies the default port only, write `:*` after the host for all");
    }
  }

  private void noUrlFits(String text, Position at, String reason) {
    diagnostics.error(at, "no websocket URL can fit `" + text + "`: " + reason);
  }

  /** Returns the texts of a filter: one text, or a list with at least one. */
  private List<YamlNode> patterns(Fields fields, String key) {
    YamlNode node = fields.get(key).orElse(null);
    if (node instanceof YamlNode.Sequence list) {
      return listPatterns(list, key);
    }
    if (node == null || !(node.plain() instanceof String text)) {
      diagnostics.error(fields.at(key), key + " must be a string or list");
      return List.of();
    }
    if (text.isEmpty()) {
      diagnostics.error(node.at(), key + " string cannot be empty");
      return List.of();
    }
    return List.of(node);
  }

  private List<YamlNode> listPatterns(YamlNode.Sequence list, String key) {
    List<YamlNode> texts = new ArrayList<>();
    for (YamlNode item : list.items()) {
      if (item.plain() instanceof String) {
        texts.add(item);
      } else {
        diagnostics.error(item.at(), "this item of " + key + " is no string, put it in quotes");
      }
    }
    if (list.items().isEmpty()) {
      diagnostics.error(list.at(), key + " list cannot be empty");
    }
    return texts;
  }

  private Optional<Rule> conditions(Fields fields, List<TextPattern> actions) {
    if (!fields.has("conditions")) {
      return Optional.of(new AllOf(List.of()));
    }
    Optional<YamlNode> node = fields.get("conditions");
    if (node.isEmpty() || isEmptyList(node.get())) {
      diagnostics.error(
          fields.at("conditions"),
          "`conditions` is empty, so nothing would be checked: list a condition, or leave the key"
              + " out");
      return Optional.empty();
    }
    if (!(node.get() instanceof YamlNode.Sequence list)) {
      diagnostics.error(node.get().at(), "conditions must be a list");
      return Optional.empty();
    }
    return new ConditionReader(actions, diagnostics).read(list).map(AllOf::new);
  }

  private static boolean isEmptyList(YamlNode node) {
    return node instanceof YamlNode.Sequence list && list.items().isEmpty();
  }
}
