/** The Lua modules {@code websocket} and {@code http_client}, and the command line. */
module org.moonwire.websocket {
  requires transitive org.moonwire.engine;
  requires java.logging;
  requires tyrus.standalone.client;
  requires static info.picocli;
  requires static java.management;
  requires static jdk.attach;
  requires static jdk.jfr;
  requires static micrometer.core;
  requires static org.jline.reader;
  requires static org.jline.terminal;

  exports org.moonwire.websocket;
  exports org.moonwire.websocket.metrics;

  // Tyrus makes our container by its name; picocli sets the fields of our commands.
  opens org.moonwire.websocket.tyrus to
      tyrus.standalone.client;
  opens org.moonwire.websocket.cli to
      info.picocli;

  provides org.moonwire.engine.module.LuaModule with
      org.moonwire.websocket.WebSocketModule,
      org.moonwire.websocket.HttpClientModule,
      org.moonwire.websocket.load.JMeterModule;
}
