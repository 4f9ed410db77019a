package org.moonwire.engine.module;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The content of a module: functions, constants, nested tables. Scripts see it as a read-only
 * table. Immutable.
 */
public final class ModuleTable {
  private final Map<String, Object> entries;

  private ModuleTable(Map<String, Object> entries) {
    this.entries = Collections.unmodifiableMap(entries);
  }

  /** Starts an empty table. */
  public static Builder builder() {
    return new Builder();
  }

  /** Names with their {@link ModuleFunction}, ModuleTable or plain value. */
  public Map<String, Object> entries() {
    return entries;
  }

  /** Collects the content. Not thread-safe. */
  public static final class Builder {
    private final Map<String, Object> entries = new LinkedHashMap<>();

    private Builder() {}

    /** Adds a function. */
    public Builder function(String name, ModuleFunction function) {
      entries.put(name, Objects.requireNonNull(function));
      return this;
    }

    /** Adds a constant: Boolean, Number, String, {@code byte[]} or {@link LuaObject}. */
    public Builder constant(String name, Object value) {
      entries.put(name, Objects.requireNonNull(value));
      return this;
    }

    /** Adds a nested read-only table. */
    public Builder table(String name, ModuleTable table) {
      entries.put(name, Objects.requireNonNull(table));
      return this;
    }

    /** Makes the table. */
    public ModuleTable build() {
      return new ModuleTable(new LinkedHashMap<>(entries));
    }
  }
}
