package org.moonwire.policy;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelSource;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import dev.cel.common.types.CelType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A compiled CEL expression over {@code actor}, {@code action}, {@code resource} and {@code meta}.
 * The only class that needs the optional artifact; {@link ExpressionReader} looks for it first.
 */
final class CelExpression implements Rule {
  private static final CelOptions OPTIONS =
      CelOptions.current()
          // Lua knows one kind of number, which arrives here as whole or not.
          .enableHeterogeneousNumericComparisons(true)
          .comprehensionMaxIterations(2_000)
          .maxExpressionCodePointSize(10_000)
          .maxParseRecursionDepth(50)
          .build();
  private static final int MAX_REGEX_SIZE = 1_000;
  private static final CelType DATA = MapType.create(SimpleType.STRING, SimpleType.DYN);
  private static final CelCompiler COMPILER =
      CelCompilerFactory.standardCelCompilerBuilder()
          .setOptions(OPTIONS)
          // Not map and filter: what they build costs more than its length.
          .setStandardMacros(
              CelStandardMacro.HAS,
              CelStandardMacro.ALL,
              CelStandardMacro.EXISTS,
              CelStandardMacro.EXISTS_ONE)
          .addVar("actor", DATA)
          .addVar("action", SimpleType.STRING)
          .addVar("resource", SimpleType.STRING)
          .addVar("meta", DATA)
          .setResultType(SimpleType.BOOL)
          .build();
  private static final CelRuntime RUNTIME =
      CelRuntimeFactory.plannerRuntimeBuilder().setOptions(OPTIONS).build();

  private final CelRuntime.Program program;

  private CelExpression(CelRuntime.Program program) {
    this.program = program;
  }

  static CelExpression compile(String text) throws ExpressionException {
    try {
      CelValidationResult result = COMPILER.compile(text);
      if (result.hasError()) {
        throw new ExpressionException(mistakes(result.getErrors()));
      }
      CelAbstractSyntaxTree tree = result.getAst();
      checkRegexes(tree);
      return new CelExpression(RUNTIME.createProgram(tree));
    } catch (CelValidationException | CelEvaluationException e) {
      throw whole(e.getMessage());
    } catch (StackOverflowError e) {
      throw whole("nested too deeply");
    }
  }

  private static ExpressionException whole(String message) {
    return new ExpressionException(List.of(new ExpressionException.Mistake(1, 0, message)));
  }

  /**
   * A regular expression made from a request would be compiled while evaluating, without bounds.
   */
  private static void checkRegexes(CelAbstractSyntaxTree tree) throws ExpressionException {
    List<ExpressionException.Mistake> mistakes = new ArrayList<>();
    CelNavigableAst.fromAst(tree)
        .getRoot()
        .allNodes()
        .map(CelNavigableExpr::expr)
        .filter(e -> e.getKind() == Kind.CALL && e.call().function().equals("matches"))
        .forEach(e -> regexMistake(e.call()).ifPresent(m -> mistakes.add(mistake(tree, e, m))));
    if (!mistakes.isEmpty()) {
      throw new ExpressionException(mistakes);
    }
  }

  private static Optional<String> regexMistake(CelExpr.CelCall call) {
    CelExpr regex = call.args().get(call.args().size() - 1);
    if (regex.getKind() != Kind.CONSTANT) {
      return Optional.of("the regular expression of `matches` must be a text in quotes");
    }
    try {
      RegexLiteral compiled = RegexLiteral.compile(regex.constant().stringValue());
      return compiled.size() > MAX_REGEX_SIZE
          ? Optional.of("the regular expression is too large for `matches`")
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of("invalid regular expression: " + e.getMessage());
    }
  }

  private static ExpressionException.Mistake mistake(
      CelAbstractSyntaxTree tree, CelExpr expression, String message) {
    CelSource source = tree.getSource();
    int offset = source.getPositionsMap().getOrDefault(expression.id(), 0);
    return source
        .getOffsetLocation(offset)
        .map(at -> new ExpressionException.Mistake(at.getLine(), at.getColumn(), message))
        .orElse(new ExpressionException.Mistake(1, 0, message));
  }

  private static List<ExpressionException.Mistake> mistakes(List<CelIssue> issues) {
    return issues.stream().map(CelExpression::mistake).toList();
  }

  private static ExpressionException.Mistake mistake(CelIssue issue) {
    CelSourceLocation at = issue.getSourceLocation();
    return new ExpressionException.Mistake(at.getLine(), at.getColumn(), issue.getMessage());
  }

  @Override
  public boolean holds(Request request) throws EvaluationException {
    try {
      if (program.eval(request.variables()) instanceof Boolean result) {
        return result;
      }
    } catch (CelEvaluationException e) {
      throw new EvaluationException("expression: " + e.getMessage(), e);
    } catch (RuntimeException e) {
      // Data of a type that CEL does not know must fail like any other error, not reach the caller.
      throw new EvaluationException("expression: " + e.getMessage(), e);
    } catch (StackOverflowError e) {
      throw new EvaluationException("expression: no stack left to evaluate it", e);
    }
    throw new EvaluationException("expression: the result is neither true nor false");
  }
}
