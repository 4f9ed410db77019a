package org.moonwire.policy;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.CelType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
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
          .comprehensionMaxIterations(10_000)
          .maxExpressionCodePointSize(10_000)
          .maxParseRecursionDepth(50)
          .build();
  private static final CelType DATA = MapType.create(SimpleType.STRING, SimpleType.DYN);
  private static final CelCompiler COMPILER =
      CelCompilerFactory.standardCelCompilerBuilder()
          .setOptions(OPTIONS)
          .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
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
      return new CelExpression(RUNTIME.createProgram(tree));
    } catch (CelValidationException | CelEvaluationException e) {
      throw new ExpressionException(List.of(new ExpressionException.Mistake(1, 0, e.getMessage())));
    }
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
    }
    throw new EvaluationException("expression: the result is neither true nor false");
  }
}
