package org.moonwire.websocket.cli;

import java.io.IOException;
import java.util.List;
import javax.script.ScriptException;
import org.moonwire.engine.LuaEngine;
import org.moonwire.engine.LuaScriptException;

/** Reads Lua from a prompt and runs it, chunk after chunk, as {@code lua -i} does. */
final class Conversation {
  /** What lines begin with that are no Lua. */
  static final String COMMAND = ":";

  static final List<String> COMMANDS = List.of(":help", ":load", ":quit");
  private static final String HELP =
      """
      Type Lua; an expression shows its value. A chunk goes on until it is complete.
        :load FILE   runs a file, whose globals stay
        :quit        ends, as do quit, os.exit() and Ctrl-D
      Tab completes names, Ctrl-C ends what runs, Ctrl-R searches what was typed before.
      require("json") loads a module: Tab behind the quote shows all.""";

  private final TypedLua lua;
  private final Prompt prompt;

  Conversation(LuaEngine engine, Prompt prompt) throws IOException, ScriptException {
    this.prompt = prompt;
    prompt.attach(engine.getContext());
    this.lua = new TypedLua(engine, prompt.isColoured());
  }

  /**
   * Goes on until the input ends or somebody wants to leave.
   *
   * @throws LuaScriptException if the script has left with another code than 0
   */
  void run() throws IOException, ScriptException {
    while (true) {
      Prompt.Typed typed = prompt.read(lua);
      if (typed.kind() == Prompt.Kind.END
          || (typed.kind() == Prompt.Kind.TYPED && !goesOn(typed))) {
        return;
      }
    }
  }

  private boolean goesOn(Prompt.Typed typed) throws IOException, ScriptException {
    String text = typed.text();
    return text.startsWith(COMMAND) ? command(text.strip()) : run(() -> lua.run(text, "=stdin"));
  }

  private boolean command(String text) throws IOException, ScriptException {
    String[] words = text.split("\\s+", 2);
    switch (words[0]) {
      case ":quit", ":q" -> {
        return false;
      }
      case ":help", ":h" -> prompt.say(HELP);
      case ":load" -> {
        return load(words);
      }
      default -> prompt.complain("no command `" + words[0] + "`; :help shows what there is");
    }
    return true;
  }

  private boolean load(String[] words) throws IOException, ScriptException {
    if (words.length < 2) {
      prompt.complain("`:load` needs the name of a file");
      return true;
    }
    Script script = Script.of(List.of(), List.of(words[1]));
    try {
      byte[] source = script.read();
      return run(() -> lua.run(source, script.name()));
    } catch (IOException e) {
      prompt.complain("lua: " + e.getMessage());
      return true;
    }
  }

  /** Returns false if the chunk wants to leave. */
  private boolean run(Prompt.Work<TypedLua.Outcome> chunk) throws IOException, ScriptException {
    try {
      TypedLua.Outcome outcome = prompt.interruptible(chunk);
      switch (outcome.end()) {
        case FAILED -> prompt.complain("lua: " + outcome.message().stripTrailing());
        case HELP -> prompt.say(HELP);
        default -> {}
      }
      return outcome.end() != TypedLua.End.QUIT;
    } catch (LuaScriptException e) {
      if (e.exitCode().isPresent()) {
        throw e;
      }
      prompt.complain(("lua: " + e.getMessage() + "\n" + e.luaStack()).stripTrailing());
    } catch (ScriptException e) {
      prompt.complain("lua: " + e.getMessage());
    }
    return true;
  }
}
