package org.moonwire.site;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Heading;
import org.commonmark.node.Link;
import org.commonmark.node.Node;

/** One page: where its Markdown is, where its HTML goes, and what stands on it. */
final class Page {
  private static final String HOSTS = "integration-tests/src/it/";
  private static final String PROJECT = ".github/";

  private final String source;
  private final Node document;
  private final Map<Node, String> anchors = new HashMap<>();
  private final List<Section> sections = new ArrayList<>();

  /**
   * Reads a page.
   *
   * @param source its path from the top of the repository, with slashes
   * @throws IllegalArgumentException if it does not begin with a title
   */
  Page(String source, String markdown) {
    this.source = source;
    this.document = Markdown.parse(markdown);
    findAnchors();
    findSections();
    if (sections.isEmpty() || sections.get(0).level() != 1) {
      throw new IllegalArgumentException("`" + source + "` does not begin with a title");
    }
  }

  private void findAnchors() {
    Map<String, Integer> seen = new HashMap<>();
    document.accept(
        new AbstractVisitor() {
          @Override
          public void visit(Heading heading) {
            String slug = slug(PlainText.of(heading));
            int before = seen.merge(slug, 1, Integer::sum) - 1;
            anchors.put(heading, before == 0 ? slug : slug + "-" + before);
          }
        });
  }

  /** What GitHub makes of a heading: letters, digits, hyphens, and a hyphen for each space. */
  static String slug(String heading) {
    return heading
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{M}\\p{N}\\p{Pc} -]", "")
        .replace(' ', '-');
  }

  private void findSections() {
    Heading heading = null;
    StringBuilder text = new StringBuilder();
    for (Node node = document.getFirstChild(); node != null; node = node.getNext()) {
      if (node instanceof Heading next) {
        endSection(heading, text);
        heading = next;
      } else {
        text.append(PlainText.of(node)).append(' ');
      }
    }
    endSection(heading, text);
  }

  private void endSection(Heading heading, StringBuilder text) {
    if (heading != null) {
      String title = PlainText.of(heading);
      sections.add(
          new Section(heading.getLevel(), anchors.get(heading), title, text.toString().strip()));
    }
    text.setLength(0);
  }

  String source() {
    return source;
  }

  /** The path of the HTML from the top of the site; a README is the index of its folder. */
  String target() {
    String path = source;
    if (path.startsWith(HOSTS)) {
      path = "hosts/" + path.substring(HOSTS.length()).replace("/README.md", ".md");
    } else if (path.startsWith(PROJECT)) {
      path = "project/" + path.substring(PROJECT.length());
    }
    return path.replaceFirst("README\\.md$", "index.md").replaceFirst("\\.md$", ".html");
  }

  String title() {
    return sections.get(0).title();
  }

  Node document() {
    return document;
  }

  List<Section> sections() {
    return sections;
  }

  String anchor(Heading heading) {
    return anchors.get(heading);
  }

  /** The destinations of all links as they are written, in order. */
  List<String> links() {
    List<String> found = new ArrayList<>();
    document.accept(
        new AbstractVisitor() {
          @Override
          public void visit(Link link) {
            found.add(link.getDestination());
            visitChildren(link);
          }
        });
    return found;
  }
}
