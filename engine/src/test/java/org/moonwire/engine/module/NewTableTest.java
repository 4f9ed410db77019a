package org.moonwire.engine.module;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NewTableTest {

  @Test
  void a_null_value_leaves_its_key_out() {
    assertEquals(Map.of("a", 1, "c", 3), NewTable.of("a", 1, "b", null, "c", 3).entries());
  }

  @Test
  void entries_keep_their_order() {
    List<Object> keys = new ArrayList<>();
    NewTable.of("z", 1, "a", 2, "m", 3).forEach((key, value) -> keys.add(key));
    assertEquals(List.of("z", "a", "m"), keys);
  }

  @Test
  void a_list_counts_from_one_and_keeps_its_holes() {
    Map<Object, Object> entries = NewTable.list(Arrays.asList("x", null, "y")).entries();
    assertEquals("x", entries.get(1));
    assertEquals("y", entries.get(3));
  }

  @Test
  void a_copy_has_bytes_of_its_own() {
    byte[] bytes = {1, 2};
    Object copied = NewTable.copyOf(Map.of("data", bytes)).entries().get("data");
    assertNotSame(bytes, copied);
    assertArrayEquals(bytes, (byte[]) copied);
  }

  @Test
  void the_array_that_a_table_was_made_of_may_change() {
    Object[] content = {"a", 1};
    NewTable table = NewTable.of(content);
    content[1] = 2;
    assertEquals(Map.of("a", 1), table.entries());
  }

  @Test
  void keys_and_values_come_in_pairs() {
    assertThrows(IllegalArgumentException.class, () -> NewTable.of("a"));
  }
}
