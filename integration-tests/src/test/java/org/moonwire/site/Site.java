package org.moonwire.site;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The site of the manual: HTML for each page of Markdown, a style, and a search. Made of the same
 * files it is the same byte by byte, in any time zone and locale.
 */
public final class Site {
  /** Where pages are, and how deep; the README of each host that Moonwire is tried in, too. */
  private static final Map<String, Integer> FOLDERS =
      Map.of(
          "",
          1,
          ".github",
          1,
          "engine",
          1,
          "engine/manual",
          1,
          "ws-module",
          1,
          "ws-module/manual",
          1,
          "policy",
          1,
          "integration-tests/src/it",
          2);

  /** What GitHub has a use for, and readers have none. */
  private static final String TEMPLATE = ".github/PULL_REQUEST_TEMPLATE.md";

  private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)\\}\\}");

  private final String version;
  private final Links links;
  private final Navigation navigation;

  private Site(Path home, String version, String project) throws IOException {
    Map<String, Page> pages = read(home);
    this.version = version;
    this.links = new Links(home, project, pages);
    this.navigation = new Navigation(pages, links);
  }

  /**
   * Reads the pages of a repository.
   *
   * @param home its top
   * @param version what the pages are about
   * @param project the address at which its files can be seen, for links to them
   * @throws IllegalArgumentException if a page has no title
   */
  static Site of(Path home, String version, String project) throws IOException {
    return new Site(home.toAbsolutePath().normalize(), version, project);
  }

  private static Map<String, Page> read(Path home) throws IOException {
    Map<String, Page> pages = new TreeMap<>();
    for (Map.Entry<String, Integer> folder : FOLDERS.entrySet()) {
      try (Stream<Path> files = Files.walk(home.resolve(folder.getKey()), folder.getValue())) {
        for (Path file : files.filter(f -> f.toString().endsWith(".md")).toList()) {
          String source = home.relativize(file).toString().replace('\\', '/');
          if (!source.equals(TEMPLATE)) {
            pages.put(source, new Page(source, Files.readString(file)));
          }
        }
      }
    }
    return pages;
  }

  /** All pages, in the order in which they are shown. */
  List<Page> pages() {
    return List.copyOf(navigation.pages());
  }

  /**
   * Returns the files of the site by their paths, in order.
   *
   * @throws IllegalArgumentException if a link leads nowhere, or code has a language without
   *     colours
   */
  Map<String, byte[]> files() throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    String template = new String(resource("page.html"), StandardCharsets.UTF_8);
    for (Page page : pages()) {
      files.put(page.target(), html(page, template).getBytes(StandardCharsets.UTF_8));
    }
    files.put("style.css", resource("style.css"));
    files.put("site.js", resource("site.js"));
    files.put("search-index.js", SearchIndex.script(pages()).getBytes(StandardCharsets.UTF_8));
    return files;
  }

  private String html(Page page, String template) {
    Map<String, String> places =
        Map.of(
            "title", Markdown.escaped(page.title()),
            "root", Links.root(page),
            "version", Markdown.escaped(version),
            "content", Markdown.render(page, links),
            "outline", Navigation.outline(page),
            "navigation", navigation.html(page),
            "neighbours", navigation.neighbours(page));
    return PLACE
        .matcher(template)
        .replaceAll(place -> Matcher.quoteReplacement(places.get(place.group(1))));
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = Site.class.getResourceAsStream("/site/" + name)) {
      return in.readAllBytes();
    }
  }

  /**
   * Writes the site into a folder, and as a jar.
   *
   * @param args the top of the repository, the folder, the jar, the version, the project's address,
   *     and the time of the jar's entries
   */
  public static void main(String[] args) throws IOException {
    Path home = Path.of(args[0]);
    Path folder = Path.of(args[1]);
    Map<String, byte[]> files = of(home, args[3], args[4]).files();
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
    SiteJar.write(
        Path.of(args[2]), files, home.resolve("LICENSE"), args[3], Instant.parse(args[5]));
    System.out.println("The manual: " + folder.resolve("index.html").toAbsolutePath().normalize());
  }
}
