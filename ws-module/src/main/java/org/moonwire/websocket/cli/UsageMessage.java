package org.moonwire.websocket.cli;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

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
      // What picocli proposes for an option has the same first two letters, and no more.
      Optional<String> meant =
          word.startsWith("-")
              ? meant(word.replaceFirst("=.*", ""), e.getCommandLine().getCommandSpec())
              : unmatched.getSuggestions().stream().findFirst();
      String what = word.startsWith("-") ? "unknown option `" : "unknown word `";
      return what + word + "`" + meant.map(name -> "; did you mean `" + name + "`?").orElse("");
    }
    String text = String.valueOf(e.getMessage()).lines().findFirst().orElse("wrong usage");
    // picocli's own begin with a capital letter.
    return text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
  }

  /** The option that begins like this, or that differs in the fewest letters, two at most. */
  private static Optional<String> meant(String name, CommandSpec command) {
    if (name.length() < 4) {
      return Optional.empty();
    }
    List<String> known = List.copyOf(new TreeSet<>(command.optionsMap().keySet()));
    Optional<String> longer = known.stream().filter(option -> option.startsWith(name)).findFirst();
    return longer.or(
        () ->
            known.stream()
                .filter(option -> option.length() > 2 && distance(name, option) <= 2)
                .min(Comparator.comparingInt(option -> distance(name, option))));
  }

  /** How many letters have to be changed, added or dropped to make one word of the other. */
  private static int distance(String from, String to) {
    int[] costs = IntStream.rangeClosed(0, to.length()).toArray();
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = costs[0];
      costs[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int changed = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = costs[j];
        costs[j] = Math.min(changed, Math.min(costs[j], costs[j - 1]) + 1);
      }
    }
    return costs[to.length()];
  }
}
