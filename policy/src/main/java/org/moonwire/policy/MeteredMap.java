package org.moonwire.policy;

import java.util.AbstractMap;
import java.util.Collections;
import java.util.Map;
import java.util.Set;

/** A map that counts each look into it as work; it cannot be changed. */
final class MeteredMap extends AbstractMap<String, Object> {
  private final Map<String, Object> values;
  private final ExpressionData data;

  MeteredMap(Map<String, Object> values, ExpressionData data) {
    this.values = values;
    this.data = data;
  }

  @Override
  public Object get(Object key) {
    data.look();
    return values.get(key);
  }

  @Override
  public boolean containsKey(Object key) {
    data.look();
    return values.containsKey(key);
  }

  @Override
  public Set<Entry<String, Object>> entrySet() {
    data.look();
    return Collections.unmodifiableSet(values.entrySet());
  }
}
