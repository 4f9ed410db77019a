package org.moonwire.websocket;

import org.moonwire.engine.module.Arguments;
import org.moonwire.engine.module.HeldMemory;
import org.moonwire.engine.module.LuaObject;
import org.moonwire.engine.module.LuaType;
import org.moonwire.engine.module.NewTable;
import org.moonwire.engine.time.GoTime;
import org.moonwire.engine.time.Location;
import org.moonwire.websocket.cookie.Cookie;
import org.moonwire.websocket.cookie.CookieJar;

/** A cookie jar as scripts see it. */
final class JarObject implements LuaObject {
  static final LuaType<JarObject> TYPE =
      LuaType.named("websocket.CookieJar", JarObject.class)
          .method("cookies", JarObject::cookies)
          .method("clear", JarObject::clear)
          .build();

  private final CookieJar jar;

  JarObject(CookieJar jar) {
    this.jar = jar;
  }

  CookieJar jar() {
    return jar;
  }

  @Override
  public LuaType<?> luaType() {
    return TYPE;
  }

  @Override
  public void reportTo(HeldMemory memory) {
    memory.add(jar.heldBytes());
  }

  private Object cookies(Arguments args) {
    return NewTable.list(jar.all().stream().map(JarObject::table).toList());
  }

  private Object clear(Arguments args) {
    jar.clear();
    return true;
  }

  private static NewTable table(Cookie cookie) {
    return NewTable.of(
        "name", cookie.name(),
        "value", cookie.value(),
        "domain", cookie.domain(),
        "host_only", cookie.hostOnly(),
        "path", cookie.path(),
        "secure", cookie.secure(),
        "http_only", cookie.httpOnly(),
        "expires", cookie.expires() == null ? null : GoTime.of(cookie.expires(), Location.UTC));
  }
}
