package org.moonwire.hosts.app;

/** What the scripts are given. */
public final class Shop {
  /** Returns the price of what has this name, in cents. */
  public int price(String name) {
    return name.length() * 100;
  }
}
