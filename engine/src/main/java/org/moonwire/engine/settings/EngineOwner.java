package org.moonwire.engine.settings;

import java.io.Reader;
import java.io.Writer;
import javax.script.ScriptContext;
import javax.script.ScriptEngine;
import org.moonwire.engine.core.EngineCore;

/**
 * The engine's own context as its core sees it. The core itself holds the engine weakly; whatever
 * Java code gets of an engine holds an object like this, and with it the engine.
 */
public record EngineOwner(ScriptEngine engine) implements EngineCore.Console {
  ScriptContext context() {
    return engine.getContext();
  }

  @Override
  public Writer out() {
    return context().getWriter();
  }

  @Override
  public Writer err() {
    return context().getErrorWriter();
  }

  @Override
  public Reader in() {
    return context().getReader();
  }
}
