package org.moonwire.engine.channel;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;

/**
 * Who can reach a channel besides the realm that made it: Java code that has it, and other realms.
 * All are held weakly. Guarded by the channel's lock.
 */
final class Outsiders {
  private final ChannelCore channel;

  /** The realm that the channel belongs to; null if Java code made it. */
  private final WeakReference<Object> owner;

  /** Null if nobody else has come to know the channel; then the owner is among them. */
  private List<Outsider> known;

  Outsiders(ChannelCore channel, WeakReference<Object> owner) {
    this.channel = channel;
    this.owner = owner;
  }

  boolean isOwner(Object realm) {
    return owner != null && owner.refersTo(realm);
  }

  WeakReference<Object> owner() {
    return owner;
  }

  /** What Java code has of the channel; null if it has nothing. */
  Channel channel() {
    Channel found = null;
    for (int i = 0; known != null && i < known.size() && found == null; i++) {
      found = known.get(i).get() instanceof Channel c ? c : null;
    }
    return found;
  }

  /** Notes that somebody has come to know the channel. */
  void add(Object who) {
    if (known == null) {
      known = new ArrayList<>(1);
      Object realm = owner == null ? null : owner.get();
      if (realm != null) {
        known.add(new Outsider(realm));
      }
    }
    known.removeIf(o -> o.get() == null);
    if (known.stream().noneMatch(o -> o.refersTo(who))) {
      known.add(new Outsider(who));
    }
  }

  /**
   * True if anybody but {@code realm} can reach the channel. Should that end, whoever waits there
   * is told to look again.
   */
  boolean areThereBut(Object realm) {
    for (int i = 0; known != null && i < known.size(); i++) {
      Outsider outsider = known.get(i);
      Object who = outsider.get();
      if (who != null && who != realm) {
        outsider.watch(who, channel);
        return true;
      }
    }
    return false;
  }

  /** A weak hold on one of them. */
  private static final class Outsider extends WeakReference<Object> {
    private boolean watched;

    Outsider(Object who) {
      super(who);
    }

    void watch(Object who, ChannelCore channel) {
      if (!watched) {
        watched = true;
        WeakReference<ChannelCore> weak = new WeakReference<>(channel);
        Reaper.watch(who, () -> recheck(weak.get()));
      }
    }

    private static void recheck(ChannelCore channel) {
      if (channel != null) {
        channel.recheck();
      }
    }
  }
}
