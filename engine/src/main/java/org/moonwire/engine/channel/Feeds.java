package org.moonwire.engine.channel;

import java.util.Arrays;

/** The feeds of one channel: most have none, few have more than one. */
final class Feeds {
  private static final Feed[] NONE = {};

  /** Replaced, never changed. Written with the channel's lock held, read without. */
  private volatile Feed[] all = NONE;

  /** Adds a feed; with the channel's lock held. */
  void add(Feed feed) {
    Feed[] old = all;
    Feed[] more = Arrays.copyOf(old, old.length + 1);
    more[old.length] = feed;
    all = more;
  }

  /** True if a value, or the end of the channel, may still come from a feed. */
  boolean hasOpen() {
    for (Feed feed : all) {
      if (feed.mayServe()) {
        return true;
      }
    }
    return false;
  }

  /** See {@link Feed#heldBytes}. */
  long heldBytes() {
    long bytes = 0;
    for (Feed feed : all) {
      bytes += feed.heldBytes();
    }
    return bytes;
  }

  /** What a thread that waits at the channel may run meanwhile; null if nothing. */
  Pump pump() {
    for (Feed feed : all) {
      if (feed.pump() != null && !feed.isEnded()) {
        return feed.pump();
      }
    }
    return null;
  }

  /** Somebody waits to receive; with the channel's lock held. */
  void waitBegan() {
    for (Feed feed : all) {
      feed.roomAppeared();
      feed.waitBegan();
    }
  }

  /** Something left the channel; with its lock held. */
  void roomAppeared() {
    for (Feed feed : all) {
      feed.roomAppeared();
    }
  }

  /**
   * Has the feeds hold the channel while somebody waits at it, for they may end the wait; null once
   * nobody does. With the channel's lock held.
   */
  void keep(ChannelCore waitedFor) {
    for (Feed feed : all) {
      feed.keep(waitedFor);
    }
  }

  /** Tells the listeners what has happened; without a lock held. */
  void tell() {
    for (Feed feed : all) {
      feed.tell();
    }
  }

  /** Somebody closed the channel; without a lock held. */
  void closed() {
    for (Feed feed : all) {
      feed.closed();
    }
  }
}
