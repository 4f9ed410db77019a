package org.moonwire.site;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.NodeRenderer;
import org.commonmark.renderer.html.HtmlNodeRendererContext;
import org.commonmark.renderer.html.HtmlRenderer;
import org.commonmark.renderer.html.HtmlWriter;

/** Markdown as GitHub reads it, to HTML: CommonMark and tables; HTML within it is shown as text. */
final class Markdown {
  private static final List<Extension> EXTENSIONS = List.of(TablesExtension.create());
  private static final Parser PARSER = Parser.builder().extensions(EXTENSIONS).build();

  private Markdown() {}

  static Node parse(String markdown) {
    return PARSER.parse(markdown);
  }

  /** Returns a page's HTML, with anchors, links that lead somewhere, and coloured code. */
  static String render(Page page, Links links) {
    return HtmlRenderer.builder()
        .extensions(EXTENSIONS)
        .escapeHtml(true)
        .attributeProviderFactory(
            context ->
                (node, tag, attributes) -> {
                  if (node instanceof Link link) {
                    attributes.put("href", links.href(page, link.getDestination()));
                  }
                })
        .nodeRendererFactory(context -> new Blocks(context, page))
        .build()
        .render(page.document())
        // No text has this tag: it would be escaped.
        .replace("<table>", "<div class=\"scroll\" tabindex=\"0\"><table>")
        .replace("</table>", "</table></div>");
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  /** Headings that can be linked to, and code in colours. */
  private record Blocks(HtmlNodeRendererContext context, Page page) implements NodeRenderer {
    @Override
    public Set<Class<? extends Node>> getNodeTypes() {
      return Set.of(Heading.class, FencedCodeBlock.class);
    }

    @Override
    public void render(Node node) {
      HtmlWriter html = context.getWriter();
      html.line();
      if (node instanceof Heading heading) {
        heading(html, heading);
      } else if (node instanceof FencedCodeBlock block) {
        html.raw("<pre tabindex=\"0\"><code>");
        html.raw(Highlighter.of(block.getInfo()).html(block.getLiteral()));
        html.raw("</code></pre>");
      }
      html.line();
    }

    private void heading(HtmlWriter html, Heading heading) {
      String anchor = page.anchor(heading);
      String tag = "h" + heading.getLevel();
      html.tag(tag, Map.of("id", anchor));
      for (Node child = heading.getFirstChild(); child != null; child = child.getNext()) {
        context.render(child);
      }
      html.raw("<a class=\"anchor\" aria-label=\"link to here\" href=\"#" + anchor + "\">#</a>");
      html.tag("/" + tag);
    }
  }
}
