package org.moonwire.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Where a source, a script or a page cites {@code folder/page.md#section} or links to it, the page
 * and the section are there.
 */
class CitationsTest {
  private static final Path HOME = Path.of(System.getProperty("moonwire.home")).normalize();

  /** A page by its path from the top, as comments cite it. */
  private static final Pattern CITED =
      Pattern.compile("((?:engine|ws-module|policy|\\.github)/[\\w./-]*\\.md)(#[\\w-]+)?");

  /** A link of a page, relative to it. */
  private static final Pattern LINK =
      Pattern.compile("\\]\\((?!https?:)([^)#\\s]*)(#[^)\\s]+)?\\)");

  private static final Pattern TYPE =
      Pattern.compile("\\b(?:class|record|enum|interface) ([A-Z]\\w*)");

  /** In code of a comment, a word that is written as classes are. */
  private static final Pattern NAMED = Pattern.compile("\\{@code ([A-Z]\\w*[a-z]\\w*)\\}");

  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");

  private static List<Path> files(String... endings) throws IOException {
    List<Path> found = new ArrayList<>();
    for (String top : List.of("policy", "engine", "ws-module", "integration-tests", ".github")) {
      try (Stream<Path> files = Files.walk(HOME.resolve(top))) {
        files
            .filter(file -> !file.toString().contains("/target/"))
            .filter(file -> Stream.of(endings).anyMatch(file.toString()::endsWith))
            .forEach(found::add);
      }
    }
    return found;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }

  /** A comment may be broken within a citation; its stars and dashes are no part of it. */
  private static String unbroken(String text) {
    return text.replaceAll("\\n *(?:\\*|//|--) ", " ");
  }

  @Test
  void what_comments_cite_is_there() throws IOException {
    List<String> broken = new ArrayList<>();
    int count = 0;
    for (Path file : files(".java", ".lua", ".xml", ".yaml")) {
      for (MatchResult cited : CITED.matcher(unbroken(read(file))).results().toList()) {
        count++;
        if (!isThere(HOME.resolve(cited.group(1)), cited.group(2))) {
          broken.add(HOME.relativize(file) + ": " + cited.group());
        }
      }
    }
    assertEquals(List.of(), broken);
    assertTrue(count > 20, "citations");
  }

  /** Classes of a comment that may have got another name since. */
  @Test
  void classes_that_comments_name_are_there() throws IOException {
    List<Path> sources = files(".java");
    Set<String> ours =
        sources.stream()
            .map(CitationsTest::read)
            .flatMap(text -> TYPE.matcher(text).results())
            .map(type -> type.group(1))
            .collect(Collectors.toSet());
    List<String> unknown = new ArrayList<>();
    for (Path file : sources) {
      if (file.toString().contains("/src/main/")) {
        NAMED
            .matcher(unbroken(read(file)))
            .results()
            .map(named -> named.group(1))
            .filter(name -> !ours.contains(name) && !isOfTheJdk(name))
            .forEach(name -> unknown.add(HOME.relativize(file) + ": " + name));
      }
    }
    assertEquals(List.of(), unknown);
  }

  private static boolean isOfTheJdk(String name) {
    return Stream.of("lang", "util", "util.concurrent", "util.function", "io", "net", "nio")
        .map(part -> "java/" + part.replace('.', '/') + "/" + name + ".class")
        .anyMatch(file -> Object.class.getResource("/" + file) != null);
  }

  @Test
  void what_pages_link_to_is_there() throws IOException {
    List<Path> pages = files(".md");
    pages.add(HOME.resolve("README.md"));
    List<String> broken = new ArrayList<>();
    for (Path page : pages) {
      for (MatchResult link : LINK.matcher(withoutCode(read(page))).results().toList()) {
        Path target = link.group(1).isEmpty() ? page : page.resolveSibling(link.group(1));
        if (!isThere(target.normalize(), link.group(2))) {
          broken.add(HOME.relativize(page) + ": " + link.group());
        }
      }
    }
    assertEquals(List.of(), broken);
  }

  private static String withoutCode(String page) {
    return page.replaceAll("(?ms)^```.*?^```", "").replaceAll("`[^`\n]*`", "");
  }

  private static boolean isThere(Path page, String section) {
    return Files.exists(page) && (section == null || sections(page).contains(section.substring(1)));
  }

  /** The anchors of a page's headings, as GitHub makes them. */
  private static Set<String> sections(Path page) {
    return HEADING
        .matcher(read(page))
        .results()
        .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\w\\- ]", "").strip().replace(' ', '-'))
        .collect(Collectors.toSet());
  }

  @Test
  void nobody_cites_what_is_not_in_the_repository() throws IOException {
    String elsewhere = "SP" + "EC";
    Pattern citation = Pattern.compile("\\b" + elsewhere + " (?:\\d|R-\\d)");
    assertEquals(
        List.of(),
        files(".java", ".lua", ".xml", ".yaml", ".md").stream()
            .filter(file -> citation.matcher(unbroken(read(file))).find())
            .map(HOME::relativize)
            .toList());
  }
}
