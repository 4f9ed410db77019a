package org.moonwire.hosts.boot;

import java.util.List;
import org.moonwire.engine.LuaEngine;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** An application with one engine, which ends with it. */
@SpringBootApplication
public class Prices {
  /** Starts it; the argument is the URL of an echo server. */
  public static void main(String[] args) {
    SpringApplication.run(Prices.class, args);
  }

  @Bean(destroyMethod = "close")
  LuaEngine lua() {
    return LuaEngine.builder().build();
  }

  @Bean
  CommandLineRunner sum(LuaEngine lua) {
    return args -> {
      lua.put("prices", List.of(2, 3, 5));
      lua.put("url", args[0]);
      System.out.println(
          lua.eval(
              """
              local client = assert(require("websocket").connect(url))
              for _, price in ipairs(prices) do
                client:send(tostring(price))
              end
              local sum, messages = 0, client:channel()
              for _ = 1, #prices do
                sum = sum + tonumber(messages:receive().data)
              end
              client:close()
              return sum
              """));
    };
  }
}
