package org.moonwire.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ActorTest {
  @Test
  void dataIsCopiedDeeply() {
    List<Object> roles = new ArrayList<>(List.of("user"));
    Map<String, Object> meta = new HashMap<>(Map.of("roles", roles));
    Actor actor = new Actor("bob", meta);
    roles.add("admin");
    meta.put("admin", true);
    assertEquals(Map.of("roles", List.of("user")), actor.meta());
  }

  @Test
  void dataCannotBeChanged() {
    Actor actor = new Actor("bob", Map.of("inner", new HashMap<>()));
    assertThrows(UnsupportedOperationException.class, () -> actor.meta().put("a", 1));
    Map<?, ?> inner = (Map<?, ?>) actor.meta().get("inner");
    assertThrows(UnsupportedOperationException.class, inner::clear);
  }

  @Test
  void nullValuesAreLeftOut() {
    Map<String, Object> meta = new HashMap<>();
    meta.put("gone", null);
    assertEquals(Map.of(), new Actor("bob", meta).meta());
  }

  @Test
  void dataThatContainsItselfIsRefused() {
    Map<String, Object> meta = new HashMap<>();
    meta.put("self", meta);
    assertThrows(IllegalArgumentException.class, () -> new Actor("bob", meta));
  }
}
