package org.moonwire.engine.runtime;

import java.util.function.Function;
import javax.script.Bindings;

/**
 * The realms of Bindings that the host made. One is kept as long as its Bindings live, which costs
 * the garbage collector more than most scripts take; so one that is as it was made is not kept at
 * all, because the next eval can do with a new one. Thread-safe; threads with Bindings of their own
 * do not wait for each other.
 */
final class RealmCache {
  private final WeakIdentityMap<Bindings, BindingsRealm> kept = new WeakIdentityMap<>();

  /** The realms that evals are in. */
  private final IdentityBins<Bindings, Lease> leases = new IdentityBins<>();

  /** The evals that are in one realm. */
  private final class Lease {
    private final Bindings own;

    // guarded by this
    private BindingsRealm bindingsRealm;
    private int evals;
    private boolean over;

    Lease(Bindings own) {
      this.own = own;
    }

    /** The realm for one more eval; null if the last one has left it. */
    synchronized BindingsRealm enter(Function<Bindings, BindingsRealm> make) {
      if (over) {
        return null;
      }
      if (bindingsRealm == null) {
        BindingsRealm before = kept.get(own);
        bindingsRealm = before == null ? make.apply(own) : before;
      }
      evals++;
      return bindingsRealm;
    }

    /** Ends an eval; true if it was the last. */
    synchronized boolean leave() {
      if (--evals > 0) {
        return false;
      }
      if (!bindingsRealm.isUntouched()) {
        keep();
      }
      over = true;
      return true;
    }

    /** True if it can be forgotten because no realm could be made. */
    synchronized boolean isEmpty() {
      over |= evals == 0;
      return over;
    }

    void keep() {
      kept.putIfAbsent(own, bindingsRealm);
    }
  }

  /** The realm of {@code own}, to be kept: something else than an eval may change it. */
  BindingsRealm get(Bindings own, Function<Bindings, BindingsRealm> make) {
    BindingsRealm found = kept.get(own);
    if (found == null) {
      found = enter(own, make);
      leases.get(own).keep();
      leave(own);
    }
    return found;
  }

  /** The realm of {@code own} for an eval, which must {@link #leave} it. */
  BindingsRealm enter(Bindings own, Function<Bindings, BindingsRealm> make) {
    while (true) {
      Lease lease = leases.get(own);
      if (lease == null) {
        Lease mine = new Lease(own);
        Lease other = leases.putIfAbsent(own, mine);
        lease = other == null ? mine : other;
      }
      try {
        BindingsRealm bindingsRealm = lease.enter(make);
        if (bindingsRealm != null) {
          return bindingsRealm;
        }
      } finally {
        if (lease.isEmpty()) {
          leases.remove(own, lease);
        }
      }
    }
  }

  /** Ends an eval. */
  void leave(Bindings own) {
    Lease lease = leases.get(own);
    if (lease.leave()) {
      leases.remove(own, lease);
    }
  }
}
