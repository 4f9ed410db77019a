package org.moonwire.policy;

import java.util.List;
import java.util.Set;

/**
 * Looks for slips in the fields of conditions: a field that is never there makes a condition false,
 * and a deny policy silent.
 */
final class FieldCheck {
  private static final Set<String> WHOLE = Set.of("action", "resource");
  private static final Set<String> ROOTS = Set.of("actor", "meta");

  private final List<TextPattern> actions;
  private final Diagnostics diagnostics;

  /** Checks the fields of a policy about these actions. */
  FieldCheck(List<TextPattern> actions, Diagnostics diagnostics) {
    this.actions = actions;
    this.diagnostics = diagnostics;
  }

  void check(FieldPath path, Position at, String label) {
    String text = path.toString();
    int dot = text.indexOf('.');
    if (!path.isValid()) {
      diagnostics.warn(
          at,
          "`" + path + "` is no field, the condition always fails: see `actor.id`, `actor.meta`");
    } else if (dot < 0) {
      checkPlain(text, at, label);
    } else if (!ROOTS.contains(text.substring(0, dot))) {
      String rest = text.substring(dot);
      Spelling.closest(text.substring(0, dot), ROOTS)
          .ifPresent(root -> slip(text, root + rest, at, label));
    } else if (text.startsWith("meta.")) {
      checkData(text, text.substring(dot + 1), at, label);
    }
  }

  private void checkPlain(String text, Position at, String label) {
    if (WHOLE.contains(text)) {
      return;
    }
    Spelling.closest(text, WHOLE).ifPresent(meant -> slip(text, meant, at, label));
    checkData(text, text, at, label);
  }

  private void slip(String text, String meant, Position at, String label) {
    diagnostics.error(
        at,
        label
            + "did you mean `"
            + meant
            + "`? data of the request by the name `"
            + text
            + "` is `meta."
            + text
            + "`");
  }

  /** Checks the name of data that comes with the actions, if all of them are known. */
  private void checkData(String text, String name, Position at, String label) {
    Set<String> data = KnownActions.data(actions);
    if (data.contains(name)) {
      return;
    }
    if (KnownActions.isOfAddresses(name)) {
      warnOfAddressData(name, data, at, label);
    } else {
      String prefix = text.substring(0, text.length() - name.length());
      Spelling.closest(name, data)
          .ifPresent(
              meant ->
                  diagnostics.error(
                      at,
                      label
                          + "these actions have no data `"
                          + name
                          + "`; did you mean `"
                          + prefix
                          + meant
                          + "`?"));
    }
  }

  private void warnOfAddressData(String name, Set<String> data, Position at, String label) {
    boolean named = actions.stream().anyMatch(a -> a.text().equals(KnownActions.ADDRESS));
    if (named) {
      return;
    }
    String message =
        label + "`" + name + "` is known only to policies that name `websocket.connect.address`";
    if (!data.isEmpty()) {
      diagnostics.error(at, message);
    } else if (actions.stream().anyMatch(a -> a.matches(KnownActions.ADDRESS))) {
      diagnostics.warn(at, message + " without a star");
    }
  }
}
