package org.moonwire.websocket.cli;

import java.util.List;
import picocli.CommandLine;

/** Says in one line what is wrong with the words of a command line, and what was perhaps meant. */
final class UsageMessage implements CommandLine.IParameterExceptionHandler {
  @Override
  public int handleParseException(CommandLine.ParameterException e, String[] words) {
    CommandLine line = e.getCommandLine();
    String name = line.getCommandSpec().qualifiedName();
    line.getErr().println(name + ": " + message(e) + " (" + name + " --help shows what there is)");
    return Main.USAGE;
  }

  private static String message(CommandLine.ParameterException e) {
    if (e instanceof CommandLine.UnmatchedArgumentException unmatched) {
      String word = unmatched.getUnmatched().get(0);
      List<String> similar = unmatched.getSuggestions();
      String what = word.startsWith("-") ? "unknown option `" : "unknown word `";
      return what
          + word
          + "`"
          + (similar.isEmpty() ? "" : "; did you mean `" + similar.get(0) + "`?");
    }
    String text = String.valueOf(e.getMessage()).lines().findFirst().orElse("wrong usage");
    // picocli's own begin with a capital letter.
    return text.substring(0, 1).toLowerCase(java.util.Locale.ROOT) + text.substring(1);
  }
}
