package org.moonwire.engine.runtime;

import java.util.function.Function;
import javax.script.Bindings;

/**
 * The realms of Bindings that the host made. A realm is kept as long as its Bindings live, which
 * costs the garbage collector more than most scripts take; so one that is as it was made is not
 * kept at all, because the next eval can do with a new one. Thread-safe; threads with Bindings of
 * their own do not wait for each other.
 */
final class RealmCache {
  private final WeakIdentityMap<Bindings, BindingsRealm> kept = new WeakIdentityMap<>();

  /** The realms that evals are running in. */
  private final IdentityBins<Bindings, Visit> visited = new IdentityBins<>();

  /** The evals that are running in one realm. */
  private final class Visit {
    private final Bindings own;

    // guarded by this
    private BindingsRealm home;
    private int evals;
    private boolean over;

    Visit(Bindings own) {
      this.own = own;
    }

    /** The realm for one more eval; null if the last one has left it. */
    synchronized BindingsRealm enter(Function<Bindings, BindingsRealm> make) {
      if (over) {
        return null;
      }
      if (home == null) {
        BindingsRealm before = kept.get(own);
        home = before == null ? make.apply(own) : before;
      }
      evals++;
      return home;
    }

    /** Ends an eval; true if it was the last. */
    synchronized boolean leave() {
      if (--evals > 0) {
        return false;
      }
      if (!home.isUntouched()) {
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
      kept.putIfAbsent(own, home);
    }
  }

  /** The realm of {@code own}, to be kept: something else than an eval may change it. */
  BindingsRealm get(Bindings own, Function<Bindings, BindingsRealm> make) {
    BindingsRealm found = kept.get(own);
    if (found == null) {
      found = enter(own, make);
      visited.get(own).keep();
      leave(own);
    }
    return found;
  }

  /** The realm of {@code own} for an eval, which must {@link #leave} it. */
  BindingsRealm enter(Bindings own, Function<Bindings, BindingsRealm> make) {
    while (true) {
      Visit visit = visited.get(own);
      if (visit == null) {
        Visit mine = new Visit(own);
        Visit other = visited.putIfAbsent(own, mine);
        visit = other == null ? mine : other;
      }
      try {
        BindingsRealm home = visit.enter(make);
        if (home != null) {
          return home;
        }
      } finally {
        if (visit.isEmpty()) {
          visited.remove(own, visit);
        }
      }
    }
  }

  /** Ends an eval. */
  void leave(Bindings own) {
    Visit visit = visited.get(own);
    if (visit.leave()) {
      visited.remove(own, visit);
    }
  }
}
