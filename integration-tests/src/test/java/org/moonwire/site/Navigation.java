package org.moonwire.site;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.stream.Collectors;

/** The order of the pages: by part, and in each as the README and what it leads to link to them. */
final class Navigation {
  private static final String START = "README.md";

  /** What the paths of a part's pages begin with, and its name; the first that fits counts. */
  private static final Map<String, String> PARTS = new LinkedHashMap<>();

  static {
    PARTS.put("ws-module/", "Connections");
    PARTS.put("engine/", "The engine");
    PARTS.put("policy/", "Policies");
    PARTS.put("integration-tests/src/it/", "Hosts");
    PARTS.put(".github/", "The project");
  }

  private final Map<String, List<Page>> parts = new LinkedHashMap<>();
  private final List<Page> pages = new ArrayList<>();

  /** An order of pages, of which one is the README. */
  Navigation(Map<String, Page> all, Links links) {
    parts.put("", new ArrayList<>());
    PARTS.values().forEach(part -> parts.put(part, new ArrayList<>()));
    Set<Page> order = reached(all.get(START), links);
    order.addAll(all.values());
    order.forEach(page -> parts.get(part(page)).add(page));
    parts.values().forEach(pages::addAll);
  }

  private static Set<Page> reached(Page start, Links links) {
    Set<Page> reached = new LinkedHashSet<>(List.of(start));
    Queue<Page> next = new ArrayDeque<>(reached);
    while (!next.isEmpty()) {
      Page from = next.remove();
      for (String link : from.links()) {
        links.page(from, link).filter(reached::add).ifPresent(next::add);
      }
    }
    return reached;
  }

  private static String part(Page page) {
    return PARTS.entrySet().stream()
        .filter(part -> page.source().startsWith(part.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("");
  }

  /** All pages in order. */
  Collection<Page> pages() {
    return pages;
  }

  /** The list of all pages as a page shows it; below its own name, what is on it. */
  String html(Page current) {
    return parts.entrySet().stream()
        .map(part -> title(part.getKey()) + list(part.getValue(), current))
        .collect(Collectors.joining("\n"));
  }

  private static String title(String part) {
    return part.isEmpty() ? "" : "<h2>" + part + "</h2>\n";
  }

  private static String list(List<Page> pages, Page current) {
    return pages.stream()
        .map(page -> entry(page, current))
        .collect(Collectors.joining("\n", "<ul>\n", "\n</ul>"));
  }

  private static String entry(Page page, Page current) {
    boolean here = page == current;
    return "<li><a href=\"%s\"%s>%s</a>%s</li>"
        .formatted(
            Links.relative(current, page.target()),
            here ? " aria-current=\"page\"" : "",
            Markdown.escaped(page.title()),
            here ? outline(page) : "");
  }

  /** The sections of a page and what is in them, empty if it has but one. */
  static String outline(Page page) {
    List<Section> sections =
        page.sections().stream().filter(s -> s.level() == 2 || s.level() == 3).toList();
    if (sections.size() < 2) {
      return "";
    }
    return sections.stream()
        .map(Navigation::section)
        .collect(Collectors.joining("\n", "<ul>\n", "\n</ul>"));
  }

  private static String section(Section section) {
    String deep = section.level() > 2 ? " class=\"deep\"" : "";
    return "<li%s><a href=\"#%s\">%s</a></li>"
        .formatted(deep, section.anchor(), Markdown.escaped(section.title()));
  }

  /** Links to the pages before and after one. */
  String neighbours(Page current) {
    int at = pages.indexOf(current);
    StringBuilder html = new StringBuilder();
    if (at > 0) {
      html.append(neighbour(current, pages.get(at - 1), "prev", "← %s"));
    }
    if (at < pages.size() - 1) {
      html.append(neighbour(current, pages.get(at + 1), "next", "%s →"));
    }
    return html.toString();
  }

  private static String neighbour(Page current, Page other, String rel, String text) {
    String title = text.formatted(Markdown.escaped(other.title()));
    String href = Links.relative(current, other.target());
    return "<a rel=\"%s\" href=\"%s\">%s</a>\n".formatted(rel, href, title);
  }
}
