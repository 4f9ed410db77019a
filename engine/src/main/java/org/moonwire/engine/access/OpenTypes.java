package org.moonwire.engine.access;

import java.lang.reflect.Modifier;

/** The types whose public members our code may call by reflection. */
public final class OpenTypes {
  private OpenTypes() {}

  /** True for a public type of a package that its module exports to ours. */
  public static boolean contains(Class<?> type) {
    return Modifier.isPublic(type.getModifiers())
        && type.getModule().isExported(type.getPackageName(), OpenTypes.class.getModule());
  }
}
