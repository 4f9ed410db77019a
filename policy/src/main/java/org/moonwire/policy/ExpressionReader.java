package org.moonwire.policy;

import java.util.Optional;
import java.util.regex.Pattern;

/** Compiles the expression of one policy, if the artifact for that is there. */
final class ExpressionReader {
  private static final String ARTIFACT_CLASS = "dev.cel.compiler.CelCompilerFactory";
  private static final Pattern MATCHES_OPERATOR = Pattern.compile("[\\w\\])\"']\\s+matches\\s");
  private static final Pattern PREDICATE_BLOCK = Pattern.compile("\\{\\s*(?:[#.]|not\\b|!)");

  private static final Pattern LIST_BUILDER = Pattern.compile("\\.\\s*(?:map|filter)\\s*\\(");

  private final Diagnostics diagnostics;

  ExpressionReader(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  /** Returns the rule, or nothing after reporting why there is none. */
  Optional<Rule> read(Fields fields) {
    Position at = fields.at("expression");
    Object text = fields.get("expression").map(YamlNode::plain).orElse("");
    if (!(text instanceof String expression) || expression.isBlank()) {
      report(at, "the expression must be a text that is not empty");
      return Optional.empty();
    }
    if (!isAvailable()) {
      diagnostics.error(
          at, "expressions need the artifact `dev.cel:cel`, which is not on the class path");
      return Optional.empty();
    }
    return compile(expression, at);
  }

  private static boolean isAvailable() {
    try {
      Class<?> artifact =
          Class.forName(ARTIFACT_CLASS, false, ExpressionReader.class.getClassLoader());
      // The jars of CEL share packages: they are on the class path also where we are a module.
      ExpressionReader.class.getModule().addReads(artifact.getModule());
      return true;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  private Optional<Rule> compile(String text, Position at) {
    try {
      return Optional.of(CelExpression.compile(text));
    } catch (ExpressionException e) {
      Optional<String> hint = hint(text);
      e.mistakes().stream()
          .limit(hint.isPresent() ? 1 : e.mistakes().size())
          .forEach(
              mistake -> report(place(mistake, text, at), mistake.message() + hint.orElse("")));
      return Optional.empty();
    }
  }

  private Position place(ExpressionException.Mistake mistake, String text, Position at) {
    return diagnostics.locate(at, text, mistake.line(), mistake.column());
  }

  /** What people will try because it looks so much alike in another expression language or here. */
  private static Optional<String> hint(String text) {
    if (MATCHES_OPERATOR.matcher(text).find()) {
      return Optional.of(" (write `text.matches(\"re\")` for `text matches \"re\"`)");
    }
    if (PREDICATE_BLOCK.matcher(text).find()) {
      return Optional.of(" (write `list.all(e, e != x)` for `all(list, {# != x})`)");
    }
    if (LIST_BUILDER.matcher(text).find()) {
      return Optional.of(" (expressions do not build lists, write `list.exists(e, e == x)`)");
    }
    return Optional.empty();
  }

  private void report(Position at, String message) {
    diagnostics.error(at, "failed to compile expression: " + message);
  }
}
