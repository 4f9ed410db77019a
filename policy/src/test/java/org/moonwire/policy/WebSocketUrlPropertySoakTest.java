package org.moonwire.policy;

import org.junit.jupiter.api.Tag;

/** The same properties on more texts than one waits for. */
@Tag("soak")
class WebSocketUrlPropertySoakTest extends WebSocketUrlPropertyTest {
  @Override
  int tries() {
    return 600_000;
  }
}
