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

  /** About what it takes to evaluate an expression of a few words. */
  private static final int WORK = 1_000;

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

  /** The most steps of one search, as of a regular expression of a condition. */
  private static final int MAX_STEPS = 10_000_000;

  /** Texts of so many characters together are searched for each other in a moment. */
  private static final int MAX_SEARCHED = 20_000;

  private final CelRuntime.Program program;
  private final Searches searches;

  private CelExpression(CelRuntime.Program program, Searches searches) {
    this.program = program;
    this.searches = searches;
  }

  /**
   * What an expression does that takes more than a look at each character: a single search cannot
   * be ended, so it is bounded by its size.
   *
   * @param regexSize the size of the largest regular expression, 0 without any
   * @param inside whether it looks for one text inside another
   */
  private record Searches(long regexSize, boolean inside) {
    int maxCharacters() {
      long max = Math.min(ExpressionData.MAX_CHARACTERS, MAX_STEPS / Math.max(1, regexSize));
      return (int) (inside ? Math.min(max, MAX_SEARCHED) : max);
    }

    /** Returns how many steps one search among so many characters takes at most. */
    long work(long characters) {
      return characters * Math.max(regexSize, inside ? characters / 4 : 1);
    }
  }

  static CelExpression compile(String text) throws ExpressionException {
    try {
      CelValidationResult result = COMPILER.compile(text);
      if (result.hasError()) {
        throw new ExpressionException(mistakes(result.getErrors()));
      }
      CelAbstractSyntaxTree tree = result.getAst();
      Searches searches = searches(tree);
      return new CelExpression(RUNTIME.createProgram(tree), searches);
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
   * Finds the searches.
   *
   * @throws ExpressionException if a regular expression is made from the request, which would be
   *     compiled while evaluating, without bounds
   */
  private static Searches searches(CelAbstractSyntaxTree tree) throws ExpressionException {
    long regexSize = 0;
    boolean inside = false;
    List<ExpressionException.Mistake> mistakes = new ArrayList<>();
    for (CelExpr call : calls(tree)) {
      if (call.call().function().equals("contains")) {
        inside = true;
      } else if (call.call().function().equals("matches")) {
        try {
          regexSize = Math.max(regexSize, regexSize(call.call()));
        } catch (IllegalArgumentException e) {
          mistakes.add(mistake(tree, call, e.getMessage()));
        }
      }
    }
    if (!mistakes.isEmpty()) {
      throw new ExpressionException(mistakes);
    }
    return new Searches(regexSize, inside);
  }

  private static List<CelExpr> calls(CelAbstractSyntaxTree tree) {
    return CelNavigableAst.fromAst(tree)
        .getRoot()
        .allNodes()
        .map(CelNavigableExpr::expr)
        .filter(e -> e.getKind() == Kind.CALL)
        .toList();
  }

  /** Returns how many steps a search takes per character at most. */
  private static long regexSize(CelExpr.CelCall call) {
    CelExpr regex = call.args().get(call.args().size() - 1);
    if (regex.getKind() != Kind.CONSTANT) {
      throw new IllegalArgumentException(
          "the regular expression of `matches` must be a text in quotes");
    }
    long size;
    try {
      size = RegexLiteral.compile(regex.constant().stringValue()).size();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("invalid regular expression: " + e.getMessage(), e);
    }
    if (size > MAX_REGEX_SIZE) {
      throw new IllegalArgumentException("the regular expression is too large for `matches`");
    }
    return size;
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
    request.meter().work(WORK);
    try {
      return evaluate(request);
    } catch (CelEvaluationException e) {
      throw new EvaluationException("expression: " + e.getMessage(), e);
    } catch (RuntimeException e) {
      // Data of a type that CEL does not know must fail like any other error, not reach the caller.
      throw new EvaluationException("expression: " + e.getMessage(), e);
    } catch (StackOverflowError e) {
      throw new EvaluationException("expression: no stack left to evaluate it", e);
    } finally {
      // CEL takes what the asker throws for an error of the expression, which `||` may outweigh.
      request.meter().rethrow();
    }
  }

  private boolean evaluate(Request request) throws EvaluationException, CelEvaluationException {
    ExpressionData data = request.variables();
    if (data.characters() > searches.maxCharacters()) {
      throw new EvaluationException(
          "expression: its searches allow "
              + searches.maxCharacters()
              + " characters of data, and there are "
              + data.characters());
    }
    if (program.eval(data.variables(searches.work(data.characters()))) instanceof Boolean result) {
      return result;
    }
    throw new EvaluationException("expression: the result is neither true nor false");
  }
}
