package org.moonwire.websocket.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import javax.script.ScriptException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * The command {@code moonwire.jar connect}: a connection at the hands of somebody at a terminal.
 */
@Command(
    name = "connect",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    sortOptions = false,
    description = "Opens a connection, sends the lines that are typed or piped in, shows messages.",
    footer = {
      "",
      "On a terminal: /close [CODE [REASON]], /ping, /help. At the end of the input the connection is"
          + " closed with 1000.",
      "",
      "Exit codes: 0 closed with 1000, 1001 or no code, or by yourself; 1 no connection; 2 wrong"
          + " usage; 102 to 115 closed with 1002 to 1015 (106: lost); 203 and 204 closed with 3xxx and"
          + " 4xxx."
    })
final class ConnectCommand implements Callable<Integer> {
  @Parameters(paramLabel = "URL", description = "ws://, wss:// or ws+unix://; ws:// if left out.")
  private String url;

  @Option(
      names = {"-H", "--header"},
      paramLabel = "'NAME: VALUE'",
      description = "Sent with the handshake; again for more.")
  private final List<String> headers = new ArrayList<>();

  @Option(
      names = "--auth",
      paramLabel = "USER:PASSWORD",
      description = "Sent as basic authentication.")
  private String auth;

  @Option(
      names = {"-s", "--protocol"},
      paramLabel = "NAME",
      split = ",",
      description = "Subprotocols to offer, the preferred one first.")
  private final List<String> protocols = new ArrayList<>();

  @Option(names = "--ca", paramLabel = "FILE", description = "PEM: whom to trust.")
  private Path ca;

  @Option(names = "--cert", paramLabel = "FILE", description = "PEM: our certificate.")
  private Path cert;

  @Option(names = "--key", paramLabel = "FILE", description = "PEM: its key.")
  private Path key;

  @Option(
      names = {"-k", "--insecure"},
      description = "Trust whoever answers.")
  private boolean insecure;

  @Option(
      names = "--proxy",
      paramLabel = "URL",
      description = "http://, https://, socks5://; otherwise as the environment says.")
  private String proxy;

  @Option(names = "--binary", description = "Send lines as binary messages.")
  private boolean binary;

  @Option(
      names = "--ping",
      paramLabel = "DURATION",
      description = "Ping that often, such as 10s, and end without an answer.")
  private String ping;

  @Option(
      names = "--jsonrpc",
      description = "Send a line such as `add 1 2` as a call of JSON-RPC 2.0.")
  private boolean jsonrpc;

  @Option(
      names = "--timeout",
      paramLabel = "DURATION",
      description = "How long opening may take; 30s if left out.")
  private String timeout;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException, ScriptException {
    String address = url.contains("://") ? url : "ws://" + url;
    return new Talk(address, options()).run();
  }

  /** The options of {@code websocket.connect}, and two of our own. */
  private Map<String, Object> options() throws IOException {
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("headers", headerLines());
    options.put("protocols", protocols);
    putGiven(options, "dial_timeout", timeout);
    putGiven(options, "proxy", proxy);
    putGiven(options, "keepalive", ping == null ? null : Map.of("interval", ping));
    Map<String, Object> tls = tls();
    putGiven(options, "tls", tls.isEmpty() ? null : tls);
    options.put("binary", binary);
    options.put("jsonrpc", jsonrpc);
    return options;
  }

  private static void putGiven(Map<String, Object> options, String name, Object value) {
    if (value != null) {
      options.put(name, value);
    }
  }

  private List<String> headerLines() {
    List<String> lines = new ArrayList<>(headers);
    for (String line : headers) {
      if (line.indexOf(':') < 1) {
        throw usage("`" + line + "` is no header; write 'Name: value'");
      }
    }
    if (auth != null) {
      String coded = Base64.getEncoder().encodeToString(auth.getBytes(UTF_8));
      lines.add("Authorization: Basic " + coded);
    }
    return lines;
  }

  private Map<String, Object> tls() {
    Map<String, Object> tls = new LinkedHashMap<>();
    putGiven(tls, "ca", pem(ca));
    putGiven(tls, "cert", pem(cert));
    putGiven(tls, "key", pem(key));
    putGiven(tls, "insecure", insecure ? true : null);
    return tls;
  }

  private String pem(Path file) {
    try {
      return file == null ? null : Files.readString(file);
    } catch (IOException e) {
      throw usage("cannot read `" + file + "`: " + e.getMessage());
    }
  }

  private CommandLine.ParameterException usage(String message) {
    return new CommandLine.ParameterException(spec.commandLine(), message);
  }
}
