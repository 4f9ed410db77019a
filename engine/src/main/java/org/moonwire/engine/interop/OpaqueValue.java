package org.moonwire.engine.interop;

import org.luaj.vm2.LuaValue;
import org.moonwire.engine.core.Realm;
import org.moonwire.engine.handles.Anchor;
import org.moonwire.engine.handles.Handle;

/** A Lua value that Java can only hold and give back: a coroutine. */
final class OpaqueValue implements Handle {
  private final Realm realm;
  private final LuaValue value;
  private final Anchor anchor;

  OpaqueValue(Realm realm, LuaValue value) {
    this.realm = realm;
    this.value = value;
    this.anchor = Anchor.of(realm);
  }

  Anchor anchor() {
    return anchor;
  }

  @Override
  public LuaValue inRealm(Realm other) {
    return other == realm ? value : HostObject.of(this);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof OpaqueValue o && o.value.raweq(value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return value.typename();
  }
}
