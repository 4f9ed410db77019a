package org.moonwire.websocket;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.regex.Pattern;
import org.moonwire.engine.module.LuaModule;
import org.moonwire.engine.module.ModuleContext;
import org.moonwire.engine.module.ModuleTable;
import org.moonwire.websocket.cookie.CookieJar;

/**
 * The Lua module {@code websocket}: {@code connect}, the client it returns, and the constants of
 * RFC 6455. Found by the engine through {@link java.util.ServiceLoader}.
 */
public final class WebSocketModule implements LuaModule {

  private static final Map<String, Integer> CLOSE_CODES =
      Map.ofEntries(
          Map.entry("NORMAL", 1000),
          Map.entry("GOING_AWAY", 1001),
          Map.entry("PROTOCOL_ERROR", 1002),
          Map.entry("UNSUPPORTED_DATA", 1003),
          Map.entry("RESERVED", 1004),
          Map.entry("NO_STATUS", 1005),
          Map.entry("ABNORMAL_CLOSURE", 1006),
          Map.entry("INVALID_PAYLOAD", 1007),
          Map.entry("POLICY_VIOLATION", 1008),
          Map.entry("MESSAGE_TOO_BIG", 1009),
          Map.entry("MANDATORY_EXTENSION", 1010),
          Map.entry("INTERNAL_ERROR", 1011),
          Map.entry("SERVICE_RESTART", 1012),
          Map.entry("TRY_AGAIN_LATER", 1013),
          Map.entry("BAD_GATEWAY", 1014),
          Map.entry("TLS_HANDSHAKE", 1015));

  private static final Pattern LIBRARY = Pattern.compile("[a-z]+");

  private final HostSettings host;

  /** Makes the module as it is without {@link #builder()}: for {@link java.util.ServiceLoader}. */
  public WebSocketModule() {
    this(builder().build().host);
  }

  WebSocketModule(HostSettings host) {
    this.host = host;
  }

  /** Starts a module with settings of the host. */
  public static WebSocketModuleBuilder builder() {
    return new WebSocketModuleBuilder();
  }

  /**
   * The module {@code http_client} with the same settings of the host: TLS, proxies, certificates,
   * what is granted, and as many requests at a time as connections; not its headers. An engine that
   * is to have both gets both.
   */
  public LuaModule httpClient() {
    return new HttpClientModule(host);
  }

  @Override
  public String name() {
    return "websocket";
  }

  /** The protocols over WebSocket that scripts find as {@code websocket.rpc} and so on. */
  @Override
  public byte[] library(String name) throws IOException {
    if (!LIBRARY.matcher(name).matches()) {
      return null;
    }
    try (InputStream in = WebSocketModule.class.getResourceAsStream("lua/" + name + ".lua")) {
      return in == null ? null : in.readAllBytes();
    }
  }

  @Override
  public ModuleTable open(ModuleContext context) {
    return ModuleTable.builder()
        .function("connect", new Connect(context, host))
        .function("cookie_jar", args -> new JarObject(new CookieJar()))
        .constant("TEXT", Client.TEXT)
        .constant("BINARY", Client.BINARY)
        .constant("TYPE_TEXT", ChannelInbox.TYPE_TEXT)
        .constant("TYPE_BINARY", ChannelInbox.TYPE_BINARY)
        .constant("TYPE_PING", "ping")
        .constant("TYPE_PONG", "pong")
        .constant("TYPE_CLOSE", "close")
        .table("COMPRESSION", compression())
        .table("CLOSE_CODES", closeCodes())
        .build();
  }

  private static ModuleTable compression() {
    ModuleTable.Builder table = ModuleTable.builder();
    for (Compression mode : Compression.values()) {
      table.constant(mode.name(), mode.number());
    }
    return table.build();
  }

  private static ModuleTable closeCodes() {
    ModuleTable.Builder table = ModuleTable.builder();
    CLOSE_CODES.forEach(table::constant);
    return table.build();
  }
}
