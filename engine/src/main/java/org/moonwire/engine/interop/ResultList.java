package org.moonwire.engine.interop;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.core.Realm;

/** All results of a call as Java objects. */
final class ResultList {
  private ResultList() {}

  /** An unmodifiable list; nil is null. */
  static List<Object> of(Realm realm, Varargs results) {
    List<Object> list = new ArrayList<>(results.narg());
    for (int i = 1; i <= results.narg(); i++) {
      list.add(Conversions.toJava(realm, results.arg(i)));
    }
    return Collections.unmodifiableList(list);
  }
}
