package org.moonwire.policy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds the policies of one action pattern and one effect by their resource patterns. */
final class ResourceIndex {
  private final TextIndex texts;
  // By host and target of URLs with a known host.
  private final TextIndex urls;
  // By host alone.
  private final TextIndex hosts;

  private ResourceIndex(Builder builder) {
    TextIndex.Builder byText = new TextIndex.Builder();
    TextIndex.Builder byUrl = new TextIndex.Builder();
    TextIndex.Builder byHost = new TextIndex.Builder();
    builder.texts.forEach((pattern, group) -> byText.add(pattern, group));
    builder.urls.forEach(
        (pattern, group) -> {
          if (pattern.host().isLiteral()) {
            byUrl.addBeginning(pattern.host().text() + pattern.target().beginning(), group);
          } else {
            byHost.add(pattern.host(), group);
          }
        });
    texts = byText.build();
    urls = byUrl.build();
    hosts = byHost.build();
  }

  /** Returns whether a policy decides about the request, whose action fits. */
  boolean any(Request request) throws EvaluationException {
    return anyForUrl(request) || texts.any(request.resource(), request);
  }

  private boolean anyForUrl(Request request) throws EvaluationException {
    return request.looksLikeUrl()
        && (urls.any(request.hostAndTarget(), request) || hosts.any(request.url().host(), request));
  }

  /** Collects the policies. */
  static final class Builder {
    private final Map<TextPattern, PatternGroup> texts = new LinkedHashMap<>();
    private final Map<UrlPattern, PatternGroup> urls = new LinkedHashMap<>();

    void add(Policy policy) {
      List<ResourcePattern> patterns = policy.filters().resources();
      for (ResourcePattern pattern : patterns) {
        if (pattern instanceof UrlPattern url) {
          urls.computeIfAbsent(url, PatternGroup::new).add(policy);
        } else if (pattern instanceof TextPattern text) {
          texts.computeIfAbsent(text, PatternGroup::new).add(policy);
        }
      }
    }

    ResourceIndex build() {
      return new ResourceIndex(this);
    }
  }
}
