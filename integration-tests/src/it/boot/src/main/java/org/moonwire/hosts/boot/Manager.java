package org.moonwire.hosts.boot;

import javax.script.ScriptEngineManager;
import org.springframework.boot.CommandLineRunner;
import org.springframework.stereotype.Component;

/** Finds the engine as code does that knows {@code javax.script} only. */
@Component
class Manager implements CommandLineRunner {
  @Override
  public void run(String... args) throws Exception {
    System.out.println(
        new ScriptEngineManager().getEngineByExtension("lua").eval("return _VERSION"));
  }
}
