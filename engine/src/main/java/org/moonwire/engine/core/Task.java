package org.moonwire.engine.core;

/** Stub. */
public final class Task {
  static final ThreadLocal<Task> CURRENT = new ThreadLocal<>();
  private final Realm realm;

  Task(Realm realm) {
    this.realm = realm;
  }

  public static Task current() {
    return CURRENT.get();
  }

  public Realm realm() {
    return realm;
  }

  public Resumption suspend() {
    return new Resumption();
  }
}
