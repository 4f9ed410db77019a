package org.moonwire.engine.handles;

import org.moonwire.engine.core.EngineCore;
import org.moonwire.engine.core.Realm;
import org.moonwire.engine.core.Task;
import org.moonwire.engine.core.Untraced;

/**
 * What must stay alive while Java code has something of a script: its realm, the Bindings that the
 * realm itself reaches only weakly, and the engine that ends when nobody reaches it.
 */
public record Anchor(Realm realm, Object bindings, EngineCore core, Object engine)
    implements Untraced {
  /** The anchor of what Java code is given of this realm now. */
  public static Anchor of(Realm realm) {
    realm.touch();
    EngineCore core = engine(realm);
    Object bindings = realm.globals() instanceof Hosted hosted ? hosted.anchor() : null;
    return new Anchor(realm, bindings, core, core.console());
  }

  /** The engine that runs a script of this realm on the calling thread, else its maker. */
  private static EngineCore engine(Realm realm) {
    Task task = Task.current();
    return task == null ? realm.core() : task.run().engine();
  }
}
