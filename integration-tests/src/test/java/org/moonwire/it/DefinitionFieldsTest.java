package org.moonwire.it;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.moonwire.engine.LuaEngine;
import org.moonwire.websocket.WebSocketModule;

/**
 * The tables that clients give have the fields that the definition files for editors say, and the
 * pages tell of each.
 */
@Timeout(60)
class DefinitionFieldsTest {
  private static final Path HOME = Path.of(System.getProperty("moonwire.home"));

  /** What a connection without proxy, its end without a mishap, and an answer of it lack. */
  private static final Map<String, Set<String>> ABSENT =
      Map.of("Connection", Set.of("proxy"), "CloseInfo", Set.of("cause"));

  private static final String SCRIPT =
      """
      local met = {}
      local function see(class, t)
        met[class] = met[class] or {}
        for name in pairs(t) do met[class][name] = true end
      end
      local client = assert(websocket.connect(url, {
        compression = 1, control_frames = true,
      }))
      client:send("hello")
      see("Message", client:channel():receive("10s"))
      assert(client:ping("", { wait = "10s" }))
      see("Stats", client:stats())
      see("Connection", client:connection())
      see("Certificate", client:connection().certificates[1])
      client:close(4000, "enough")
      for message in client:messages() do see("Message", message) end
      see("CloseInfo", client:close_info())
      local picky = assert(websocket.connect(other, { protocols = { "a" } }))
      see("Connection", picky:connection())
      picky:close()
      local lines = {}
      for class, names in pairs(met) do
        local list = {}
        for name in pairs(names) do list[#list + 1] = name end
        lines[#lines + 1] = class .. ":" .. table.concat(list, " ")
      end
      return table.concat(lines, "\\n")
      """;

  @TempDir private Path folder;

  private static String definitions(String module) throws IOException {
    String resource = "/org/moonwire/websocket/meta/" + module + ".lua";
    try (var in = WebSocketModule.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  private static Set<String> fields(String module, String type) throws IOException {
    String text = definitions(module);
    int start = text.indexOf("---@class " + module + "." + type + "\n");
    assertTrue(start >= 0, type);
    return Pattern.compile("---@field (\\w+)")
        .matcher(text.substring(start, text.indexOf("\n\n", start)))
        .results()
        .map(field -> field.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Map<String, Set<String>> parsed(Object lines) {
    Map<String, Set<String>> met = new TreeMap<>();
    for (String line : lines.toString().lines().toList()) {
      String[] parts = line.split(":", -1);
      met.put(parts[0], new TreeSet<>(Arrays.asList(parts[1].split(" ", -1))));
    }
    return met;
  }

  @Test
  void the_tables_of_a_client_have_the_fields() throws Exception {
    SSLContext ours = new Certificates(folder).context("ours", "san=dns:localhost");
    WebSocketModule module = WebSocketModule.builder().sslContext(ours).build();
    try (EchoServer server = EchoServer.start(ours);
        LuaEngine engine = LuaEngine.builder().module(module).build()) {
      engine.put("url", server.url("/echo?deflate=1").replace("127.0.0.1", "localhost"));
      engine.put("other", server.url("/subprotocol?pick=a").replace("127.0.0.1", "localhost"));
      Map<String, Set<String>> met = parsed(engine.eval(SCRIPT));
      for (Map.Entry<String, Set<String>> one : met.entrySet()) {
        Set<String> defined = fields("websocket", one.getKey());
        defined.removeAll(ABSENT.getOrDefault(one.getKey(), Set.of()));
        assertEquals(defined, one.getValue(), one.getKey());
      }
      assertEquals(5, met.size());
    }
  }

  @Test
  void a_response_has_the_fields() throws Exception {
    try (TestSite site = new TestSite();
        LuaEngine engine = LuaEngine.builder().build()) {
      engine.put("url", site.url());
      Object names =
          engine.eval(
              "local list = {} for name in pairs(assert(require('http_client').get(url .. '/token')))"
                  + " do list[#list + 1] = name end return 'Response:' .. table.concat(list, ' ')");
      assertEquals(fields("http_client", "Response"), parsed(names).get("Response"));
    }
  }

  @Test
  void the_pages_tell_of_every_field() throws IOException {
    Map<String, String> pages =
        Map.of(
            "websocket", "ws-module/README.md", "http_client", "ws-module/manual/http_client.md");
    Set<String> missing = new TreeSet<>();
    for (Map.Entry<String, String> page : pages.entrySet()) {
      String text = Files.readString(HOME.resolve(page.getValue()));
      Pattern.compile("---@field (\\w+)")
          .matcher(definitions(page.getKey()))
          .results()
          .map(field -> field.group(1))
          .filter(name -> !Pattern.compile("\\b" + name + "\\b").matcher(text).find())
          .forEach(missing::add);
    }
    assertEquals(Set.of(), missing);
  }
}
