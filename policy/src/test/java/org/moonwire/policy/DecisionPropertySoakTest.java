package org.moonwire.policy;

import org.junit.jupiter.api.Tag;

/** The same properties on more scopes than one waits for. */
@Tag("soak")
class DecisionPropertySoakTest extends DecisionPropertyTest {
  @Override
  int tries() {
    return 200_000;
  }
}
