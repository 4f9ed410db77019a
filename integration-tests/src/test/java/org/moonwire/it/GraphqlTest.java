package org.moonwire.it;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.moonwire.it.TalkingServer.run;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The library {@code websocket.graphql}, against servers that say little. */
@Timeout(60)
class GraphqlTest {
  private static final Pattern ID = Pattern.compile("\"id\":(\"?[0-9]+\"?)");

  private static String id(String text) {
    Matcher id = ID.matcher(text);
    return id.find() ? id.group(1) : "none";
  }

  @ParameterizedTest
  @CsvSource({"graphql-transport-ws, subscribe, next, complete", "graphql-ws, start, data, stop"})
  void operations_run_side_by_side(String protocol, String start, String data, String stop)
      throws Exception {
    try (TalkingServer server =
        new TalkingServer(
            protocol,
            (peer, message, connection) -> {
              String text = message.text();
              String id = id(text);
              if (text.contains("connection_init")) {
                peer.sendText("{\"type\":\"connection_ack\"}");
                peer.sendText("{\"type\":\"ping\"}");
              } else if (text.contains("numbers")) {
                for (int i = 1; i <= 3; i++) {
                  peer.sendText(
                      "{\"type\":\"%s\",\"id\":%s,\"payload\":{\"data\":{\"n\":%d}}}"
                          .formatted(data, id, i));
                }
                peer.sendText("{\"type\":\"complete\",\"id\":" + id + "}");
              } else if (text.contains("broken")) {
                peer.sendText(
                    "{\"type\":\"error\",\"id\":"
                        + id
                        + ",\"payload\":[{\"message\":\"no field\"}]}");
              } else if (text.contains("kick")) {
                peer.sendClose(4403, "Forbidden");
              }
            })) {
      run(
          server,
          """
          local graphql = require("websocket.graphql")
          local session = assert(graphql.connect(url, { payload = { token = "t" } }))
          local numbers = assert(session:subscribe("subscription { numbers }", { from = 1 }))
          for i = 1, 3 do assert(numbers:receive("5s").data.n == i) end
          local value, ok, err = numbers:receive("5s")
          assert(value == nil and ok == false and err == nil)
          local result
          result, err = session:query("{ broken }")
          assert(result == nil and err:message() == "no field" and err:details().errors[1])
          assert(session:query("{ numbers }").data.n == 1)
          local other = assert(session:subscribe("subscription { silence }"))
          assert(other:stop())
          result, err = session:query("{ kick }", nil, { timeout = "5s" })
          assert(result == nil and err:details().code == 4403 and err:retryable() == false, err)
          """);
      String heard = String.join("\n", server.heard());
      assertTrue(heard.contains("\"token\":\"t\""), heard);
      assertTrue(heard.contains("\"type\":\"" + start + "\""), heard);
      assertTrue(heard.contains("\"type\":\"" + stop + "\""), heard);
      assertTrue(heard.contains("\"type\":\"pong\""), heard);
    }
  }
}
