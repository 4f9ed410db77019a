package org.moonwire.it;

import com.sun.source.tree.BinaryTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.NewClassTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * The texts of errors in the shipped sources: what is given to an exception, or to a function that
 * makes an error, in Java and in the libraries in Lua. What differs from time to time is {@link
 * #GAP}.
 */
final class ErrorMessages {
  static final String GAP = "...";

  /** Functions of ours that make or report an error of their arguments. */
  private static final Set<String> MAKERS =
      Set.of(
          "error",
          "errorAlone",
          "invalid",
          "failure",
          "failed",
          "problem",
          "wrong",
          "mistake",
          "message",
          "internal",
          "usage",
          "complain",
          "fail",
          "refused",
          "badUrl",
          "operandError",
          "whole",
          "exceeded",
          "event");

  /** Classes whose {@code of} or {@code value} makes an error. */
  private static final Set<String> OWNERS = Set.of("ErrorValue", "LuaRuntimeException", "Errors");

  private static final Pattern WORDS = Pattern.compile("[A-Za-z]{2,}[^A-Za-z]+[A-Za-z]{2,}");
  private static final Pattern LUA =
      Pattern.compile("(?:failure|error|errors\\.new|message =)\\(? ?(.*)");
  private static final Pattern LUA_TEXT = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");

  private final Map<String, Set<String>> byPackage = new TreeMap<>();

  private ErrorMessages() {}

  /** The messages by the package, or the folder, of the source that has them. */
  static Map<String, Set<String>> of(Path home) throws IOException {
    ErrorMessages all = new ErrorMessages();
    for (String artifact : List.of("policy", "engine", "ws-module")) {
      all.java(files(home.resolve(artifact + "/src/main/java"), ".java"));
    }
    for (Path file : files(home.resolve("ws-module/src/main/resources"), ".lua")) {
      if (file.toString().contains("lua")) {
        all.lua(file);
      }
    }
    return all.byPackage;
  }

  private static List<Path> files(Path folder, String ending) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }

  private void add(String source, String text) {
    String message = text.replaceAll("\\s+", " ").strip();
    if (WORDS.matcher(message).find()) {
      byPackage.computeIfAbsent(source, s -> new TreeSet<>()).add(message);
    }
  }

  private void java(List<Path> sources) throws IOException {
    var compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      Iterable<? extends JavaFileObject> units = manager.getJavaFileObjectsFromPaths(sources);
      JavacTask task = (JavacTask) compiler.getTask(null, manager, null, null, null, units);
      for (CompilationUnitTree unit : task.parse()) {
        Map<String, String> constants = new HashMap<>();
        new Constants().scan(unit, constants);
        new Errors(String.valueOf(unit.getPackageName()), constants).scan(unit, null);
      }
    }
  }

  /** Texts that a source gives a name. */
  private static final class Constants extends TreeScanner<Void, Map<String, String>> {
    @Override
    public Void visitVariable(VariableTree variable, Map<String, String> found) {
      ExpressionTree value = variable.getInitializer();
      if (value != null && String.valueOf(variable.getType()).equals("String")) {
        List<String> texts = texts(value, Map.of());
        if (texts.size() == 1) {
          found.put(variable.getName().toString(), texts.get(0));
        }
      }
      return super.visitVariable(variable, found);
    }
  }

  private final class Errors extends TreeScanner<Void, Void> {
    private final String room;
    private final Map<String, String> constants;
    private String type = "";

    Errors(String room, Map<String, String> constants) {
      this.room = room;
      this.constants = constants;
    }

    @Override
    public Void visitClass(ClassTree node, Void unused) {
      String outer = type;
      type = node.getSimpleName().toString();
      super.visitClass(node, null);
      type = outer;
      return null;
    }

    @Override
    public Void visitNewClass(NewClassTree made, Void unused) {
      if (made.getIdentifier().toString().endsWith("Exception")) {
        take(made.getArguments());
      }
      return super.visitNewClass(made, null);
    }

    @Override
    public Void visitMethodInvocation(MethodInvocationTree call, Void unused) {
      ExpressionTree target = call.getMethodSelect();
      String name =
          target instanceof MemberSelectTree m ? m.getIdentifier().toString() : "" + target;
      String owner = target instanceof MemberSelectTree m ? m.getExpression().toString() : "";
      boolean makes = MAKERS.contains(name) && !owner.endsWith("LOG") && !owner.endsWith("log");
      if (makes
          || OWNERS.contains(owner)
          || (name.equals("super") && type.endsWith("Exception"))
          || (name.equals("add") && owner.endsWith("problems"))) {
        take(call.getArguments());
      }
      return super.visitMethodInvocation(call, null);
    }

    private void take(List<? extends ExpressionTree> arguments) {
      for (ExpressionTree argument : arguments) {
        texts(argument, constants).forEach(text -> add(room, text));
      }
    }
  }

  /** What an expression may be as text; nothing if there is no literal in it. */
  private static List<String> texts(ExpressionTree expression, Map<String, String> constants) {
    List<String> all = new ArrayList<>();
    for (String text : alternatives(expression, constants)) {
      String merged = text.replaceAll("(?:\\Q" + GAP + "\\E)+", Matcher.quoteReplacement(GAP));
      if (!merged.equals(GAP)) {
        all.add(merged);
      }
    }
    return all;
  }

  private static List<String> alternatives(Tree tree, Map<String, String> constants) {
    if (tree instanceof LiteralTree literal && literal.getValue() instanceof String text) {
      return List.of(text);
    }
    if (tree instanceof LiteralTree literal && literal.getValue() instanceof Character c) {
      return List.of(String.valueOf(c));
    }
    if (tree instanceof ParenthesizedTree inner) {
      return alternatives(inner.getExpression(), constants);
    }
    if (tree instanceof ConditionalExpressionTree choice) {
      List<String> both = new ArrayList<>(alternatives(choice.getTrueExpression(), constants));
      both.addAll(alternatives(choice.getFalseExpression(), constants));
      return both;
    }
    if (tree instanceof BinaryTree sum && sum.getKind() == Tree.Kind.PLUS) {
      return joined(sum, constants);
    }
    if (tree instanceof IdentifierTree name && constants.containsKey(name.toString())) {
      return List.of(constants.get(name.toString()));
    }
    if (tree instanceof MethodInvocationTree call) {
      return called(call, constants);
    }
    return List.of(GAP);
  }

  private static List<String> joined(BinaryTree sum, Map<String, String> constants) {
    List<String> all = new ArrayList<>();
    for (String left : alternatives(sum.getLeftOperand(), constants)) {
      for (String right : alternatives(sum.getRightOperand(), constants)) {
        all.add(left + right);
      }
    }
    return all.size() <= 8 ? all : all.subList(0, 8);
  }

  /** Of calls, only those that format or encode the text itself. */
  private static List<String> called(MethodInvocationTree call, Map<String, String> constants) {
    if (call.getMethodSelect() instanceof MemberSelectTree m
        && (m.getIdentifier().contentEquals("formatted")
            || m.getIdentifier().contentEquals("format")
            || m.getIdentifier().contentEquals("encode")
            || m.getIdentifier().contentEquals("valueOf"))) {
      Tree text =
          m.getIdentifier().contentEquals("formatted") || call.getArguments().isEmpty()
              ? m.getExpression()
              : call.getArguments().get(0);
      return alternatives(text, constants).stream()
          .map(t -> t.replaceAll("%[sd]", Matcher.quoteReplacement(GAP)))
          .toList();
    }
    return List.of(GAP);
  }

  /** One line at a time; texts joined by {@code ..} belong together. */
  private void lua(Path file) throws IOException {
    String room = file.getParent().getFileName().toString();
    for (String line : Files.readAllLines(file)) {
      Matcher maker = LUA.matcher(line);
      if (!line.strip().startsWith("--") && maker.find()) {
        String rest = maker.group(1);
        Matcher text = LUA_TEXT.matcher(rest);
        if (text.find() && text.start() < 40) {
          String before = rest.substring(0, text.start()).contains(" .. ") ? GAP : "";
          add(room, before + text.group(1) + tail(rest, text));
        }
      }
    }
  }

  private static String tail(String rest, Matcher text) {
    StringBuilder tail = new StringBuilder();
    int end = text.end();
    while (rest.startsWith(" .. ", end)) {
      tail.append(GAP);
      if (!text.find() || rest.substring(end, text.start()).contains(",")) {
        break;
      }
      tail.append(text.group(1));
      end = text.end();
    }
    return tail.toString();
  }
}
