package org.moonwire.engine.runtime;

import java.util.ArrayList;
import java.util.List;
import javax.script.Bindings;
import javax.script.ScriptContext;
import org.moonwire.engine.core.Realm;
import org.moonwire.engine.globals.BindingsVariables;
import org.moonwire.engine.globals.Environment;
import org.moonwire.engine.globals.TableVariables;

/** The realm of one Bindings object and the environments that its evals have used. Thread-safe. */
final class BindingsRealm {
  private final Realm realm;
  private final Environment root;

  /** The environment for the latest outer scopes that were not those of the root. */
  private Environment other;

  /** One of the two, as it was last found; null before. */
  private volatile Environment latest;

  private BindingsRealm(Realm realm, Environment root) {
    this.realm = realm;
    this.root = root;
  }

  /** A realm for variables in a Lua table. */
  static BindingsRealm over(ScriptRuntime runtime, TableVariables variables) {
    Environment root = runtime.environment();
    Realm realm = new Realm(runtime.core(), root);
    root.open(realm, variables);
    return new BindingsRealm(realm, root);
  }

  /** A realm for variables in Bindings of the host. */
  static BindingsRealm over(ScriptRuntime runtime, Bindings bindings) {
    Environment root = runtime.environment();
    Realm realm = new Realm(runtime.core(), root);
    root.open(realm, new BindingsVariables(bindings, realm));
    return new BindingsRealm(realm, root);
  }

  Realm realm() {
    return realm;
  }

  /** True if no script can tell this realm from a new one, and nobody has anything of it. */
  synchronized boolean isUntouched() {
    return other == null && root.isUntouched() && realm.isUntouched();
  }

  /** The environment of an eval in this context. */
  Environment environment(ScriptRuntime runtime, ScriptContext context, Bindings own) {
    List<Bindings> outer = outer(context, own);
    Environment known = latest;
    if (known == null || !known.isFor(runtime.settings(), outer)) {
      known = find(runtime, outer);
      latest = known;
    }
    return known;
  }

  private synchronized Environment find(ScriptRuntime runtime, List<Bindings> outer) {
    if (root.takes(runtime.settings(), outer)) {
      return root;
    }
    if (other == null || !other.takes(runtime.settings(), outer)) {
      other = root.over(runtime.environment(), outer);
    }
    return other;
  }

  /** All scopes but ENGINE_SCOPE in ascending order, GLOBAL_SCOPE last. */
  private static List<Bindings> outer(ScriptContext context, Bindings own) {
    List<Bindings> scopes = new ArrayList<>(2);
    for (Integer scope : context.getScopes()) {
      if (scope != ScriptContext.ENGINE_SCOPE && scope != ScriptContext.GLOBAL_SCOPE) {
        addOther(scopes, context.getBindings(scope), own);
      }
    }
    addOther(scopes, context.getBindings(ScriptContext.GLOBAL_SCOPE), own);
    return scopes;
  }

  /** Identity: Bindings may be equal because they hold the same. */
  private static void addOther(List<Bindings> scopes, Bindings bindings, Object own) {
    if (bindings != null && bindings != own) {
      scopes.add(bindings);
    }
  }
}
