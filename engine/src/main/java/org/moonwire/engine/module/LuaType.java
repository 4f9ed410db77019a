package org.moonwire.engine.module;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * The methods and metamethods of a class of {@link LuaObject}s. Immutable; keep one per class in a
 * constant.
 */
public final class LuaType<T extends LuaObject> {
  private final String name;
  private final Class<T> javaClass;
  private final Map<String, Method<T>> methods;
  private final Map<String, ModuleFunction> metamethods;
  private final Map<String, Object> fallbacks;
  private volatile Object attachment;

  private LuaType(Builder<T> builder) {
    this.name = builder.name;
    this.javaClass = builder.javaClass;
    this.methods = Collections.unmodifiableMap(new LinkedHashMap<>(builder.methods));
    this.metamethods = Collections.unmodifiableMap(new LinkedHashMap<>(builder.metamethods));
    this.fallbacks = Collections.unmodifiableMap(new LinkedHashMap<>(builder.fallbacks));
  }

  /** A method: the object, and the arguments after it, the first of which is number 1. */
  @FunctionalInterface
  public interface Method<T> {
    /** As {@link ModuleFunction#call}. */
    Object call(T self, Arguments args) throws Exception;
  }

  /** Starts a type whose name appears in errors such as {@code websocket.Client expected}. */
  public static <T extends LuaObject> Builder<T> named(String name, Class<T> javaClass) {
    return new Builder<>(name, javaClass);
  }

  /** The name used in errors. */
  public String name() {
    return name;
  }

  /** The class of the objects. */
  public Class<T> javaClass() {
    return javaClass;
  }

  /** The methods by name. */
  public Map<String, Method<T>> methods() {
    return methods;
  }

  /**
   * The metamethods by event, {@code __tostring} for one; their arguments are those of Lua, the
   * object among them.
   */
  public Map<String, ModuleFunction> metamethods() {
    return metamethods;
  }

  /**
   * The results, null for nil, of those methods that do not raise an error when they are called on
   * something else than an object of this type.
   */
  public Map<String, Object> fallbacks() {
    return fallbacks;
  }

  /** For the engine: the runtime form of this type, made once. */
  public Object attachment(Function<LuaType<T>, Object> make) {
    Object made = attachment;
    if (made == null) {
      synchronized (this) {
        made = attachment;
        if (made == null) {
          made = make.apply(this);
          attachment = made;
        }
      }
    }
    return made;
  }

  @Override
  public String toString() {
    return name;
  }

  /** Collects the methods of a type. Not thread-safe. */
  public static final class Builder<T extends LuaObject> {
    private final String name;
    private final Class<T> javaClass;
    private final Map<String, Method<T>> methods = new LinkedHashMap<>();
    private final Map<String, ModuleFunction> metamethods = new LinkedHashMap<>();
    private final Map<String, Object> fallbacks = new LinkedHashMap<>();

    private Builder(String name, Class<T> javaClass) {
      this.name = Objects.requireNonNull(name);
      this.javaClass = Objects.requireNonNull(javaClass);
    }

    /** Adds a method. */
    public Builder<T> method(String methodName, Method<T> method) {
      methods.put(methodName, Objects.requireNonNull(method));
      return this;
    }

    /** Adds a method that gives {@code fallback} when it is called on something else. */
    public Builder<T> method(String methodName, Object fallback, Method<T> method) {
      fallbacks.put(methodName, fallback);
      return method(methodName, method);
    }

    /**
     * Adds a metamethod: {@code __tostring}, {@code __eq}, {@code __lt}, {@code __le}, {@code
     * __concat}, {@code __len}.
     */
    public Builder<T> metamethod(String event, ModuleFunction function) {
      metamethods.put(event, Objects.requireNonNull(function));
      return this;
    }

    /** Makes the type. */
    public LuaType<T> build() {
      return new LuaType<>(this);
    }
  }
}
