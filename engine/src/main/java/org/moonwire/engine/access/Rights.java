package org.moonwire.engine.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.moonwire.policy.SecurityContext;

/**
 * What code may do: all that every one of its security contexts allows. A function has the rights
 * of the run that made it, and when it is called no more than its callers have (the intersection
 * that stack inspection takes; Wallach and Felten, 1998). Null stands for code of the host, which
 * takes nothing away. Immutable.
 */
public final class Rights {
  private final List<Share> shares;

  /** Whether code that is called by a function with these rights runs for their first context. */
  private final boolean leads;

  /** The contexts of one principal; null for a principal that cannot be asked again. */
  private record Share(Principal principal, List<SecurityContext> contexts) {
    // Written out: the method handles behind what the compiler would make keep our class loader.

    @Override
    public boolean equals(Object o) {
      return o instanceof Share other
          && Objects.equals(principal, other.principal)
          && contexts.equals(other.contexts);
    }

    @Override
    public int hashCode() {
      return Objects.hashCode(principal) * 31 + contexts.hashCode();
    }
  }

  private Rights(List<Share> shares, boolean leads) {
    this.shares = List.copyOf(shares);
    this.leads = leads;
  }

  /** The rights of a principal; the first context says who that is. */
  public static Rights of(Principal principal, List<SecurityContext> contexts) {
    return new Rights(List.of(new Share(principal, List.copyOf(contexts))), false);
  }

  /** The rights of one context, whatever its policies become. */
  public static Rights of(SecurityContext context) {
    return of(null, List.of(context));
  }

  /**
   * The rights of a function that others are called through, who then run for the actor and with
   * the scope of {@code context}, and may do no more than it allows.
   */
  public static Rights leading(SecurityContext context) {
    return new Rights(of(context).shares, true);
  }

  /**
   * Whether they are {@link #leading}: made for one function, with an actor or scope of its own.
   */
  public boolean areLeading() {
    return leads;
  }

  /** What both allow; either may be null. The first says who asks, unless only the second leads. */
  public static Rights both(Rights a, Rights b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    if (b.leads && !a.leads) {
      return both(b, a);
    }
    List<Share> all = a.with(b);
    if (all.size() == a.shares.size()) {
      return a;
    }
    boolean same = a.leads == b.leads && a.face().equals(b.face());
    return same && b.with(a).size() == b.shares.size() ? b : new Rights(all, a.leads);
  }

  private List<Share> with(Rights other) {
    List<Share> all = new ArrayList<>(shares);
    for (Share share : other.shares) {
      if (all.stream().noneMatch(s -> covers(s, share))) {
        all.add(share);
      }
    }
    return all;
  }

  private static boolean covers(Share a, Share b) {
    return a.principal == null ? a.equals(b) : a.principal.equals(b.principal);
  }

  /**
   * What both this and the maker of a function that is being called allow; of principals that are
   * not among these, what they may do by the policies now in force. The innermost maker that leads
   * says who asks.
   */
  public Rights under(Rights maker) {
    if (maker.leads && !leads) {
      return new Rights(maker.with(this), true);
    }
    List<Share> all = new ArrayList<>(shares);
    for (Share share : maker.shares) {
      if (all.stream().noneMatch(s -> covers(s, share))) {
        all.addAll(share.principal == null ? List.of(share) : share.principal.rights().shares);
      }
    }
    return all.size() == shares.size() ? this : new Rights(all, leads);
  }

  /** The same rights of code that leads nobody. */
  public Rights following() {
    return leads ? new Rights(shares, false) : this;
  }

  /** Whom the code runs for: the actor and the scope that it is told. */
  public SecurityContext face() {
    return shares.get(0).contexts.get(0);
  }

  private boolean all(Predicate<SecurityContext> test) {
    return shares.stream().allMatch(s -> s.contexts.stream().allMatch(test));
  }

  /** As {@link SecurityContext#isAllowed}, of all. */
  public boolean isAllowed(String action, String resource, Map<String, Object> meta) {
    return Denials.unless(all(c -> c.isAllowed(action, resource, meta)));
  }

  /** As {@link SecurityContext#can}, of all. */
  public boolean can(String action, String resource, Map<String, Object> meta) {
    return Denials.unless(all(c -> c.can(action, resource, meta)));
  }

  /** As {@link SecurityContext#isRefused}, of any. */
  public boolean isRefused(String action, String resource, Map<String, Object> meta) {
    return !Denials.unless(all(c -> !c.isRefused(action, resource, meta)));
  }

  /** As {@link SecurityContext#mayChoose}, of all. */
  public boolean mayChoose(String action, String resource, Map<String, Object> meta) {
    return Denials.unless(all(c -> c.mayChoose(action, resource, meta)));
  }

  /** True if a policy of any of the scopes names this action literally, or an authority may. */
  public boolean names(String action) {
    return !all(c -> !c.asks(action));
  }
}
