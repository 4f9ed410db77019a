package org.moonwire.engine.json;

/** The instance behind {@code json.null}, which is written as {@code null}. */
public enum JsonNull {
  INSTANCE;

  @Override
  public String toString() {
    return "null";
  }
}
