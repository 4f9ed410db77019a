package org.moonwire.policy;

import java.util.ArrayList;
import java.util.List;

/** Finds the policies of one action pattern and one effect by their resource patterns. */
final class ResourceIndex {
  private final Candidate[] everywhere;
  private final TextIndex texts;
  // By host and target of URLs with a known host.
  private final TextIndex urls;
  // By host alone.
  private final TextIndex hosts;

  private ResourceIndex(Builder builder) {
    everywhere = builder.everywhere.toArray(Candidate[]::new);
    texts = builder.texts.build();
    urls = builder.urls.build();
    hosts = builder.hosts.build();
  }

  /**
   * Returns whether a policy decides about the request, whose action fits and whose resource is a
   * URL if it looks like one.
   */
  boolean any(Request request) throws EvaluationException {
    return texts.any(request.resource(), request)
        || anyForUrl(request)
        || Candidate.any(everywhere, request);
  }

  private boolean anyForUrl(Request request) throws EvaluationException {
    return request.looksLikeUrl()
        && (urls.any(request.hostAndTarget(), request) || hosts.any(request.url().host(), request));
  }

  /** Collects the policies. */
  static final class Builder {
    private final List<Candidate> everywhere = new ArrayList<>();
    private final TextIndex.Builder texts = new TextIndex.Builder();
    private final TextIndex.Builder urls = new TextIndex.Builder();
    private final TextIndex.Builder hosts = new TextIndex.Builder();

    void add(Policy policy) {
      List<ResourcePattern> patterns = policy.filters().resources();
      if (patterns.stream().anyMatch(p -> p instanceof TextPattern text && text.fitsAll())) {
        everywhere.add(policy::decidesByRule);
        return;
      }
      patterns.forEach(pattern -> add(pattern, policy));
    }

    private void add(ResourcePattern pattern, Policy policy) {
      if (pattern instanceof TextPattern text) {
        texts.add(text, text.isPrefix() ? policy::decidesByRule : policy::decides);
      } else if (pattern instanceof UrlPattern url && url.host().isLiteral()) {
        urls.addBeginning(url.host().text() + url.target().beginning(), policy::decides);
      } else if (pattern instanceof UrlPattern url) {
        hosts.add(url.host(), policy::decides);
      }
    }

    ResourceIndex build() {
      return new ResourceIndex(this);
    }
  }
}
