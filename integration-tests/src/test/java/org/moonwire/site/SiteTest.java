package org.moonwire.site;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moonwire.it.CodeBlock;
import org.moonwire.it.ScriptFunctions;

/** The site of the manual is whole: all pages, no link astray, everything to be found. */
@Timeout(60)
class SiteTest {
  private static final Path HOME = Path.of(System.getProperty("moonwire.home")).normalize();
  private static final String PROJECT = "https://example.org/project";
  private static final Pattern LINK = Pattern.compile("(?:href|src)=\"([^\"]*)\"");
  private static final Pattern ID = Pattern.compile(" id=\"([^\"]*)\"");

  private static Site site;
  private static Map<String, byte[]> files;

  @BeforeAll
  static void make() throws IOException {
    site = Site.of(HOME, "1.2.3", PROJECT);
    files = site.files();
  }

  private static String text(String file) {
    return new String(files.get(file), StandardCharsets.UTF_8);
  }

  private static List<String> all(Pattern pattern, String html) {
    return pattern.matcher(html).results().map(found -> found.group(1)).toList();
  }

  @Test
  void every_page_of_the_repository_is_one_of_the_site() throws IOException {
    Set<String> expected = new TreeSet<>();
    try (Stream<Path> all = Files.walk(HOME)) {
      all.map(file -> HOME.relativize(file).toString().replace('\\', '/'))
          .filter(file -> file.endsWith(".md") && !file.matches("(.*/)?target/.*"))
          .forEach(expected::add);
    }
    expected.remove(".github/PULL_REQUEST_TEMPLATE.md");
    Set<String> sources = site.pages().stream().map(Page::source).collect(Collectors.toSet());
    assertEquals(expected, new TreeSet<>(sources));
    assertEquals(sources.size(), files.keySet().stream().filter(f -> f.endsWith(".html")).count());
  }

  @Test
  void every_link_leads_to_a_file_and_an_anchor_of_the_site() {
    List<String> astray = new ArrayList<>();
    int count = 0;
    for (Page page : site.pages()) {
      for (String link : all(LINK, text(page.target()))) {
        count++;
        if (!link.matches("https?:.*|data:,") && !isThere(page, link)) {
          astray.add(page.target() + ": " + link);
        }
      }
    }
    assertEquals(List.of(), astray);
    assertTrue(count > 2000, "links: " + count);
  }

  private static boolean isThere(Page page, String link) {
    String[] parts = link.split("#", 2);
    Path target = Path.of(page.target());
    Path file = parts[0].isEmpty() ? target : target.resolveSibling(parts[0]).normalize();
    String name = file.toString().replace('\\', '/');
    return files.containsKey(name) && (parts.length < 2 || all(ID, text(name)).contains(parts[1]));
  }

  @Test
  void an_anchor_is_on_a_page_once() {
    for (Page page : site.pages()) {
      List<String> ids = all(ID, text(page.target()));
      assertEquals(new HashSet<>(ids).size(), ids.size(), page.source());
    }
  }

  @Test
  void a_file_of_the_repository_is_linked_to_at_the_project() {
    String readme = text("index.html");
    assertTrue(readme.contains("href=\"" + PROJECT + "/blob/HEAD/LICENSE\""));
    assertTrue(
        readme.contains(
            "href=\"" + PROJECT + "/tree/HEAD/integration-tests/src/test/resources/document\""));
  }

  @Test
  void a_link_to_nothing_is_an_error_that_names_it() {
    Page page = new Page("engine/README.md", "# A page\n\n[there](nosuch.md#part)\n");
    Links links = new Links(HOME, PROJECT, Map.of(page.source(), page));
    Exception e = assertThrows(IllegalArgumentException.class, () -> Markdown.render(page, links));
    assertEquals(
        "`engine/README.md` links to `nosuch.md#part`, which is not there", e.getMessage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "`websocket.connect(url [, options])` | websocketconnecturl--options",
        "What's new, Zoë?                     | whats-new-zoë",
        "A_b - *c*: [d](https://example.org)  | a_b---c-d",
        "Level 5.4                            | level-54"
      })
  void anchors_are_those_of_github(String heading, String anchor) {
    Page page = new Page("README.md", "# Title\n\n## " + heading + "\n");
    assertEquals(anchor, page.sections().get(1).anchor());
  }

  @Test
  void a_heading_that_comes_again_has_a_number() {
    Page page = new Page("README.md", "# Title\n\n## Fixed\n\n## Fixed\n\n### fixed\n");
    assertEquals(
        List.of("title", "fixed", "fixed-1", "fixed-2"),
        page.sections().stream().map(Section::anchor).toList());
  }

  @Test
  void code_in_colours_is_the_code() throws IOException {
    int count = 0;
    for (Page page : site.pages()) {
      for (CodeBlock block : CodeBlock.of(Files.readString(HOME.resolve(page.source())))) {
        count++;
        String html = Highlighter.of(block.language()).html(block.text());
        assertEquals(block.text(), plain(html), page.source() + ", " + block);
      }
    }
    assertTrue(count > 250, "blocks: " + count);
    assertEquals(
        "<span class=\"keyword\">if</span> a &lt; <span class=\"number\">1</span>"
            + " <span class=\"comment\">-- if</span>",
        Highlighter.of("lua").html("if a < 1 -- if"));
  }

  private static String plain(String html) {
    return html.replaceAll("<[^>]*>", "")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&amp;", "&");
  }

  /** As the search does it: all words of what is typed are in the section. */
  private static List<Section> found(String query) {
    List<String> words = List.of(query.toLowerCase(Locale.ROOT).split("\\W+"));
    List<Section> sections = new ArrayList<>();
    for (Page page : site.pages()) {
      for (Section section : page.sections()) {
        String text = page.title() + " " + section.title() + " " + section.text();
        if (words.stream().allMatch(text.toLowerCase(Locale.ROOT)::contains)) {
          sections.add(section);
        }
      }
    }
    return sections;
  }

  @Test
  void every_function_is_found_by_its_name() throws IOException {
    String index = text("search-index.js");
    assertTrue(index.startsWith("const MANUAL = [[\"index.html\",\"Moonwire\",[[\"moonwire\","));
    List<String> functions = ScriptFunctions.names(HOME);
    List<String> lost =
        functions.stream()
            .filter(
                function ->
                    found(function.substring(function.indexOf(':') + 1)).stream()
                        .noneMatch(s -> tells(s, function) && index.contains(s.anchor())))
            .toList();
    assertEquals(List.of(), lost);
    assertTrue(functions.size() > 150, "functions: " + functions.size());
  }

  private static boolean tells(Section section, String function) {
    String name = function.replaceFirst(".*[.:]", "");
    String text = section.title() + " " + section.text();
    return ScriptFunctions.isTold(function, text) || text.matches(".*\\b" + name + "\\b.*");
  }

  @Test
  void the_site_asks_the_network_for_nothing() {
    for (String name : List.of("style.css", "site.js")) {
      assertFalse(text(name).matches("(?s).*(https?:|@import|fetch\\(|XMLHttp).*"), name);
    }
    for (Page page : site.pages()) {
      assertFalse(
          text(page.target()).matches("(?s).*<(link|script|img|iframe)[^>]*\"(https?:)?//.*"),
          page.source());
    }
  }

  @Test
  void everybody_gets_the_same_jar(@TempDir Path folder) throws Exception {
    byte[] here = jar(folder.resolve("here"), List.of());
    byte[] there =
        jar(
            folder.resolve("there"),
            List.of(
                "-Duser.timezone=Pacific/Apia", "-Duser.language=tr", "-Dfile.encoding=US-ASCII"));
    assertArrayEquals(here, there);
    assertTrue(here.length > 100_000, "bytes: " + here.length);
  }

  private static byte[] jar(Path folder, List<String> options) throws Exception {
    Path jar = Files.createDirectories(folder).resolve("manual.jar");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Site.class.getName()));
    command.addAll(List.of(HOME.toString(), folder.resolve("site").toString(), jar.toString()));
    command.addAll(List.of("1.2.3", PROJECT, "2026-01-01T00:00:00Z"));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output").toFile())
            .start();
    process.getOutputStream().close();
    assertEquals(0, process.waitFor(), () -> read(folder.resolve("output")));
    assertTrue(Files.exists(folder.resolve("site/engine/manual/time.html")));
    return Files.readAllBytes(jar);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
