package org.moonwire.engine.core;

/** Stub. */
public final class Task {
  static final ThreadLocal<Task> CURRENT = new ThreadLocal<>();
  private final Realm realm;

  final org.moonwire.policy.SecurityContext security;

  Task(Realm realm, Object s) {
    this.realm = realm;
    this.security = (org.moonwire.policy.SecurityContext) s;
  }

  public static Task current() {
    return CURRENT.get();
  }

  public org.moonwire.policy.SecurityContext security() {
    return security;
  }

  public Realm realm() {
    return realm;
  }

  public Resumption suspend() {
    return new Resumption();
  }
}
