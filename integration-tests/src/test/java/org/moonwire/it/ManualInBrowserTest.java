package org.moonwire.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.moonwire.site.Site;

/** The site of the manual in a browser, from files: {@code mvn -Pcounterparts verify}. */
@Tag("counterparts")
@Timeout(120)
class ManualInBrowserTest {
  private static final Pattern FIRST = Pattern.compile("<a href=\"([^\"]*)\"><strong>([^<]*)");

  @TempDir private Path folder;

  /** What a page has become after its scripts have run. */
  private String page(String path) throws Exception {
    String chromium = Counterpart.program("chromium");
    List<String> command =
        List.of(
            chromium,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--user-data-dir=" + folder.resolve("profile"),
            "--virtual-time-budget=5000",
            "--dump-dom",
            folder.resolve("site").toUri() + path);
    return new Program(folder).run(command, "").out();
  }

  @Test
  void a_search_leads_to_the_section_of_a_function() throws Exception {
    String home = System.getProperty("moonwire.home");
    String site = folder.resolve("site").toString();
    String jar = folder.resolve("manual.jar").toString();
    Site.main(
        new String[] {home, site, jar, "1.2.3", "https://example.org", "2026-01-01T00:00:00Z"});
    assertFirst("time.sleep", "../../engine/manual/time.html#timesleepd");
    assertFirst("client:send(", "../../ws-module/index.html#clientsenddata--type");
    assertFirst("channel select", "../../engine/manual/channel.html#channelselectcases--default");
    assertTrue(page("index.html?q=nosuchword").contains("Nothing has all of"));
  }

  private void assertFirst(String query, String href) throws Exception {
    String html = page("engine/manual/json.html?q=" + query.replace(" ", "%20"));
    var results = FIRST.matcher(html);
    assertTrue(results.find(), query);
    assertEquals(href, results.group(1), query);
  }
}
