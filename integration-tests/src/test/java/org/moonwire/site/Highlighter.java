package org.moonwire.site;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Colours code by its comments, texts, numbers and keywords: marks them with a class of CSS. */
final class Highlighter {
  private static final List<String> KINDS = List.of("comment", "string", "keyword", "number");
  private static final String QUOTED = "\"(?:\\\\.|[^\"\\\\\\n])*+\"|'(?:\\\\.|[^'\\\\\\n])*+'";
  private static final String NUMBER = "\\b\\d[\\w.]*";

  private static final Highlighter NONE = new Highlighter("(?!)", "(?!)", "(?!)", "(?!)");

  private static final Highlighter LUA =
      new Highlighter(
          "--\\[(?<c>=*)\\[[\\s\\S]*?\\]\\k<c>\\]|--[^\\n]*",
          QUOTED + "|\\[(?<s>=*)\\[[\\s\\S]*?\\]\\k<s>\\]",
          words(
              "and|break|do|else|elseif|end|false|for|function|goto|if|in|local|nil|not|or|repeat"
                  + "|return|then|true|until|while"),
          NUMBER);

  private static final Highlighter JAVA =
      new Highlighter(
          "//[^\\n]*|/\\*[\\s\\S]*?\\*/",
          "\"\"\"[\\s\\S]*?\"\"\"|" + QUOTED,
          words(
              "abstract|assert|boolean|break|byte|case|catch|char|class|continue|default|do|double"
                  + "|else|enum|extends|false|final|finally|float|for|if|implements|import"
                  + "|instanceof|int|interface|long|new|null|package|private|protected|public"
                  + "|record|return|short|static|super|switch|synchronized|this|throw|throws|true"
                  + "|try|var|void|volatile|while|yield"),
          NUMBER);

  private static final Highlighter YAML =
      new Highlighter("(?<!\\S)#[^\\n]*", QUOTED, "[\\w./-]+(?=:(?:\\s|$))", NUMBER);

  private static final Highlighter SHELL =
      new Highlighter(
          "(?<!\\S)#[^\\n]*", QUOTED, "(?m)^\\$(?= )|(?<!\\S)--?[a-zA-Z][\\w-]*", "(?!)");

  private static final Highlighter XML =
      new Highlighter("<!--[\\s\\S]*?-->", QUOTED, "</?[\\w:.-]+|/?>", "(?!)");

  private static final Map<String, Highlighter> LANGUAGES =
      Map.of(
          "lua", LUA, "java", JAVA, "yaml", YAML, "sh", SHELL, "console", SHELL, "xml", XML, "text",
          NONE, "mermaid", NONE);

  private final Pattern pattern;

  private Highlighter(String comment, String string, String keyword, String number) {
    String kinds = "(?<comment>%s)|(?<string>%s)|(?<keyword>%s)|(?<number>%s)";
    this.pattern = Pattern.compile(kinds.formatted(comment, string, keyword, number));
  }

  private static String words(String alternatives) {
    return "\\b(?:" + alternatives + ")\\b";
  }

  /**
   * Returns the one for what stands behind an opening fence, of which the first word is a language.
   *
   * @throws IllegalArgumentException if the language is not known
   */
  static Highlighter of(String info) {
    String language = info.split(" ", 2)[0];
    Highlighter found = LANGUAGES.get(language);
    if (found == null) {
      throw new IllegalArgumentException(
          "no colours for `" + language + "`: add it to the highlighter, or write `text`");
    }
    return found;
  }

  /** Returns code as HTML whose text is the code. */
  String html(String code) {
    StringBuilder html = new StringBuilder();
    Matcher matcher = pattern.matcher(code);
    int end = 0;
    while (matcher.find()) {
      html.append(Markdown.escaped(code.substring(end, matcher.start())));
      String kind = KINDS.stream().filter(k -> matcher.group(k) != null).findFirst().orElseThrow();
      html.append("<span class=\"").append(kind).append("\">");
      html.append(Markdown.escaped(matcher.group())).append("</span>");
      end = matcher.end();
    }
    return html.append(Markdown.escaped(code.substring(end))).toString();
  }
}
