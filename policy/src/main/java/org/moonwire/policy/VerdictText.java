package org.moonwire.policy;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Puts a verdict into one line. Scripts choose actions and resources, so control characters are
 * replaced and long texts cut; the query of a URL is left out because it often carries a secret.
 */
final class VerdictText {
  private static final int MAX_LENGTH = 500;

  private static final int MAX_FAILED = 20;

  private VerdictText() {}

  static String of(Verdict verdict) {
    String actor = verdict.actor().map(a -> "actor `" + clean(a.id()) + "`").orElse("no actor");
    return (verdict.granted() ? "allow" : verdict.dryRun() ? "would deny (dry run)" : "deny")
        + " `"
        + clean(verdict.action())
        + "` on `"
        + resource(verdict)
        + "` to "
        + actor
        + ": "
        + reason(verdict.explanation());
  }

  private static String reason(Explanation explanation) {
    String decision = explanation.decision().text();
    String failed = explanation.failed().isEmpty() ? "" : "; failed: " + failed(explanation);
    return explanation.deciding().isEmpty()
        ? decision + ", no policy decided" + failed
        : decision + " by " + deciding(explanation) + failed;
  }

  static String resource(Verdict verdict) {
    return clean(withoutQuery(verdict.resource()));
  }

  static String withoutQuery(String text) {
    String start = text.substring(0, Math.min(6, text.length())).toLowerCase(Locale.ROOT);
    int query = text.indexOf('?');
    boolean url = start.startsWith("ws://") || start.startsWith("wss://");
    return url && query >= 0 ? text.substring(0, query) + "?..." : text;
  }

  static String deciding(Explanation explanation) {
    return clean(String.join(", ", explanation.deciding()));
  }

  static String failed(Explanation explanation) {
    return clean(
        explanation.failed().entrySet().stream()
            .limit(MAX_FAILED)
            .map(VerdictText::failure)
            .collect(Collectors.joining(", ")));
  }

  private static String failure(Map.Entry<String, String> entry) {
    return entry.getKey() + " (" + entry.getValue() + ")";
  }

  static String clean(String text) {
    String cut = text.length() > MAX_LENGTH ? text.substring(0, MAX_LENGTH) + "..." : text;
    return cut.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", "\ufffd");
  }
}
