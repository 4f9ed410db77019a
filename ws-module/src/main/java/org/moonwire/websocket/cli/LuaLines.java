package org.moonwire.websocket.cli;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.EOFError;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

/** Lua as the line editor sees it: whether a chunk is complete, and what Tab may mean. */
final class LuaLines implements Parser, Completer {
  /** What Tab completes: names with dots and colons, or the beginning of a text. */
  private static final Pattern WORD = Pattern.compile("[\\w.:]*$");

  private static final Pattern MODULE = Pattern.compile("require\\s*\\(?\\s*[\"']([\\w.]*)$");
  private static final Pattern COMMAND = Pattern.compile("^:\\w*$");

  /** The prompt's Lua; null before the first line. */
  private TypedLua lua;

  void use(TypedLua newLua) {
    this.lua = newLua;
  }

  /** A line as JLine wants it: the word at the cursor, and that it is the only one. */
  private record Word(String word, String line, int cursor) implements CompletingParsedLine {
    @Override
    public int wordCursor() {
      return word.length();
    }

    /** Names need no quotes around them. */
    @Override
    public CharSequence escape(CharSequence candidate, boolean complete) {
      return candidate;
    }

    @Override
    public int rawWordCursor() {
      return wordCursor();
    }

    @Override
    public int rawWordLength() {
      return word.length();
    }

    @Override
    public int wordIndex() {
      return 0;
    }

    @Override
    public List<String> words() {
      return List.of(word);
    }
  }

  @Override
  public ParsedLine parse(String line, int cursor, ParseContext context) {
    boolean accepted = context == ParseContext.ACCEPT_LINE;
    if (accepted && !line.startsWith(Conversation.COMMAND) && lua.isUnfinished(line)) {
      throw new EOFError(-1, -1, "the chunk goes on");
    }
    Matcher word = WORD.matcher(line.substring(0, cursor));
    return new Word(word.find() ? word.group() : "", line, cursor);
  }

  @Override
  public void complete(LineReader reader, ParsedLine line, List<Candidate> found) {
    String before = line.line().substring(0, line.cursor());
    Matcher module = MODULE.matcher(before);
    if (module.find()) {
      add(found, TypedLua.MODULES, module.group(1));
    } else if (COMMAND.matcher(before).matches()) {
      add(found, Conversation.COMMANDS, before);
    } else {
      add(found, lua.completions(line.word()), line.word());
    }
  }

  private static void add(List<Candidate> found, List<String> all, String start) {
    all.stream()
        .filter(word -> word.startsWith(start))
        .map(word -> new Candidate(word, word, null, null, null, null, false))
        .forEach(found::add);
  }
}
