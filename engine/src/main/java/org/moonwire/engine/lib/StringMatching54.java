package org.moonwire.engine.lib;

import org.moonwire.engine.core.Builtin;

/** The functions on patterns that differ at level 5.4 (Lua manual 5.4, section 6.4). */
public final class StringMatching54 {
  /** {@code gmatch} with a position to begin at. */
  public static final Builtin GMATCH = Builtin.leaf("gmatch", StringSearch::gmatch54);

  /** {@code gsub}. */
  public static final Builtin GSUB = Builtin.leaf("gsub", StringReplace::gsub54);

  private StringMatching54() {}
}
