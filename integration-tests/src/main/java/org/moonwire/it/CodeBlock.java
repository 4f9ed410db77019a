package org.moonwire.it;

import java.util.ArrayList;
import java.util.List;

/**
 * A fenced block of a Markdown text.
 *
 * @param language what follows the opening fence, empty if nothing does
 * @param line the line of the opening fence, from 1
 * @param text the lines between the fences, each with its newline
 */
public record CodeBlock(String language, int line, String text) {
  private static final String FENCE = "```";

  /** Returns the blocks in order; a fence without a partner is an error. */
  public static List<CodeBlock> of(String markdown) {
    List<CodeBlock> blocks = new ArrayList<>();
    List<String> lines = markdown.lines().toList();
    int opening = -1;
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).strip().startsWith(FENCE)) {
        continue;
      }
      if (opening < 0) {
        opening = i;
      } else {
        String language = lines.get(opening).strip().substring(FENCE.length());
        String text = String.join("\n", lines.subList(opening + 1, i)) + "\n";
        blocks.add(new CodeBlock(language, opening + 1, text));
        opening = -1;
      }
    }
    if (opening >= 0) {
      throw new AssertionError("the fence in line " + (opening + 1) + " is not closed");
    }
    return blocks;
  }

  @Override
  public String toString() {
    return language + " in line " + line;
  }
}
