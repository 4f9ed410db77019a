package org.moonwire.site;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where the links of pages lead: pages to pages of the site, other files to the project's own site.
 */
final class Links {
  private static final Pattern ELSEWHERE = Pattern.compile("[a-zA-Z][a-zA-Z+.-]*:.*");

  private final Path home;
  private final String project;
  private final Map<String, Page> pages;

  /**
   * Links of a repository's pages.
   *
   * @param home the top of the repository
   * @param project the address at which files of the repository can be seen
   * @param pages by the path of their source
   */
  Links(Path home, String project, Map<String, Page> pages) {
    this.home = home;
    this.project = project;
    this.pages = pages;
  }

  /**
   * Returns what stands in the HTML in place of a link's destination.
   *
   * @throws IllegalArgumentException if there is no such page or file
   */
  String href(Page from, String destination) {
    if (destination.startsWith("#") || ELSEWHERE.matcher(destination).matches()) {
      return destination;
    }
    String path = path(from, destination);
    Page page = pages.get(path);
    if (page != null) {
      int hash = destination.indexOf('#');
      return relative(from, page.target()) + (hash < 0 ? "" : destination.substring(hash));
    }
    Path file = home.resolve(path);
    if (!Files.exists(file)) {
      throw new IllegalArgumentException(
          "`" + from.source() + "` links to `" + destination + "`, which is not there");
    }
    return project + (Files.isDirectory(file) ? "/tree/HEAD/" : "/blob/HEAD/") + path;
  }

  /** The page that a destination is on, if it is one of the site. */
  Optional<Page> page(Page from, String destination) {
    if (ELSEWHERE.matcher(destination).matches()) {
      return Optional.empty();
    }
    return Optional.ofNullable(pages.get(path(from, destination)));
  }

  private static String path(Page from, String destination) {
    String file = destination.replaceFirst("#.*", "");
    Path target = file.isEmpty() ? Path.of(from.source()) : sibling(from.source(), file);
    return target.normalize().toString().replace('\\', '/');
  }

  private static Path sibling(String source, String file) {
    return Path.of(source).resolveSibling(file);
  }

  /** A path of the site as seen from a page. */
  static String relative(Page from, String target) {
    return root(from) + target;
  }

  /** The way from a page to the top of the site: empty, or one or more {@code ../}. */
  static String root(Page from) {
    return "../".repeat((int) from.target().chars().filter(c -> c == '/').count());
  }
}
