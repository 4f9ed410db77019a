package org.moonwire.websocket.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code moonwire.jar listen}: a server to try clients against. */
@Command(
    name = "listen",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    sortOptions = false,
    description = "Sends back what it receives, and shows it. Without TLS, for trying things out.",
    footer = {"", "Ctrl-C ends it, with 1001 for whoever is connected."})
final class ListenCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "PORT",
      defaultValue = "8080",
      description = "0 for any that is free; 8080 if left out.")
  private int port;

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description = "Where to listen, 0.0.0.0 for everywhere; only this machine if left out.")
  private String host;

  @Option(names = "--broadcast", description = "Send every message to all who are connected.")
  private boolean broadcast;

  @Option(
      names = {"-s", "--protocol"},
      paramLabel = "NAME",
      description = "The subprotocol to agree on with clients that offer it.")
  private String protocol;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (port < 0 || port > 65_535) {
      throw usage("`" + port + "` is no port; give 0 to 65535");
    }
    PrintWriter out = spec.commandLine().getOut();
    boolean terminal = Prompt.isTerminal();
    try (EchoListener listener =
        new EchoListener(address(), new ListenLog(out, terminal), broadcast, protocol)) {
      Thread closing = new Thread(listener::close, "moonwire-listen-end");
      Runtime.getRuntime().addShutdownHook(closing);
      out.println("listening on " + listener.url());
      out.flush();
      listener.serve();
      return Main.OK;
    } catch (IOException e) {
      spec.commandLine()
          .getErr()
          .println("moonwire listen: " + host + ":" + port + ": " + e.getMessage());
      return Main.FAILED;
    }
  }

  private InetSocketAddress address() {
    try {
      return new InetSocketAddress(InetAddress.getByName(host), port);
    } catch (UnknownHostException e) {
      throw usage("`" + host + "` is no address of this machine");
    }
  }

  private CommandLine.ParameterException usage(String message) {
    return new CommandLine.ParameterException(spec.commandLine(), message);
  }
}
