package org.moonwire.engine;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import javax.script.Bindings;

/**
 * The homes of Bindings that the host made. A home is kept as long as its Bindings live, which
 * costs the garbage collector more than most scripts take; so one that is as it was made is not
 * kept at all, because the next eval can do with a new one. Thread-safe.
 */
final class Homes {
  private final WeakIdentityMap<Bindings, Home> kept = new WeakIdentityMap<>();

  /** The homes that evals are in. */
  private final ConcurrentMap<Key, Visit> visited = new ConcurrentHashMap<>();

  /** How many evals are in a home; changed within the map's operations only. */
  private static final class Visit {
    final Home home;
    int evals = 1;

    Visit(Home home) {
      this.home = home;
    }
  }

  /** The home of {@code own}, to be kept: something else than an eval may change it. */
  Home get(Bindings own, Function<Bindings, Home> make) {
    Key key = new Key(own);
    Home[] found = new Home[1];
    visited.compute(
        key,
        (k, visit) -> {
          found[0] = kept.computeIfAbsent(own, b -> visit == null ? make.apply(b) : visit.home);
          return visit;
        });
    return found[0];
  }

  /** The home of {@code own} for an eval, which must {@link #leave} it. */
  Home enter(Bindings own, Function<Bindings, Home> make) {
    return visited.compute(
            new Key(own),
            (key, visit) -> {
              if (visit != null) {
                visit.evals++;
                return visit;
              }
              Home home = kept.get(own);
              return new Visit(home == null ? make.apply(own) : home);
            })
        .home;
  }

  /** Ends an eval. */
  void leave(Bindings own) {
    visited.compute(
        new Key(own),
        (key, visit) -> {
          if (--visit.evals > 0) {
            return visit;
          }
          if (!visit.home.isUntouched()) {
            kept.computeIfAbsent(own, b -> visit.home);
          }
          return null;
        });
  }

  /** Bindings may be equal because they hold the same. */
  private static final class Key {
    private final Bindings bindings;

    Key(Bindings bindings) {
      this.bindings = bindings;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(bindings);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Key key && sameObject(key.bindings, bindings);
    }

    private static boolean sameObject(Object a, Object b) {
      return a == b;
    }
  }
}
