package org.moonwire.hosts;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.base.Joiner;
import com.google.common.collect.ImmutableList;
import com.google.protobuf.ByteString;
import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.ContainerProvider;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.script.ScriptEngine;
import javax.script.ScriptEngineManager;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;

/** A program that uses its own versions of our libraries, and Lua through {@code javax.script}. */
public final class Neighbours {
  private Neighbours() {}

  /** Prints what each of them does; the argument is the URL of an echo server. */
  public static void main(String[] args) throws Exception {
    System.out.println("guava " + Joiner.on('+').join(ImmutableList.of(1, 2)));
    System.out.println("protobuf " + ByteString.copyFromUtf8("abc").size());
    System.out.println("jackson " + new ObjectMapper().writeValueAsString(Map.of("a", 1)));
    LuaTable table = LuaValue.tableOf();
    table.set("x", LuaValue.valueOf(5));
    System.out.println("luaj " + table.get("x"));
    System.out.println("tyrus " + echo(args[0]));
    System.out.println("moonwire " + lua(args[0]));
    for (Class<?> type :
        new Class<?>[] {
          Joiner.class,
          ByteString.class,
          com.fasterxml.jackson.core.JsonFactory.class,
          LuaTable.class,
          ContainerProvider.class,
          ContainerProvider.getWebSocketContainer().getClass()
        }) {
      if (type.getProtectionDomain().getCodeSource().getLocation().getPath().contains("moonwire")) {
        System.out.println(type + " comes out of moonwire.jar");
      }
    }
  }

  private static String echo(String url) throws Exception {
    CompletableFuture<String> answer = new CompletableFuture<>();
    Endpoint endpoint =
        new Endpoint() {
          @Override
          public void onOpen(Session session, EndpointConfig config) {
            session.addMessageHandler(
                new MessageHandler.Whole<String>() {
                  @Override
                  public void onMessage(String message) {
                    answer.complete(message);
                  }
                });
            session.getAsyncRemote().sendText("hello");
          }
        };
    try (Session session =
        ContainerProvider.getWebSocketContainer()
            .connectToServer(
                endpoint, ClientEndpointConfig.Builder.create().build(), URI.create(url))) {
      return answer.get(10, TimeUnit.SECONDS) + " " + session.isOpen();
    }
  }

  private static Object lua(String url) throws Exception {
    ScriptEngine engine = new ScriptEngineManager().getEngineByName("lua");
    engine.put("url", url);
    return engine.eval(
        "local json = require('json') "
            + "local client = assert(require('websocket').connect(url)) "
            + "client:send(json.encode({ n = 42 })) "
            + "local message = client:channel():receive() "
            + "client:close() "
            + "return json.decode(message.data).n");
  }
}
