package org.moonwire.engine.core;

import java.io.Reader;
import java.io.Writer;
import java.time.Duration;
import org.luaj.vm2.LuaTable;
import org.moonwire.policy.SecurityContext;

/**
 * What one run is given: the engine it belongs to, a time limit or null for none, its rights, how
 * much it may hold, and where it prints and reads; null means nowhere. {@code globals} is what
 * chunks see that it loads; null for those of the realm.
 */
public record RunOptions(
    EngineCore engine,
    Duration timeout,
    SecurityContext security,
    Limits limits,
    Writer out,
    Writer err,
    Reader in,
    LuaTable globals) {

  /** Options of a run in the globals of its realm. */
  public RunOptions(
      EngineCore engine,
      Duration timeout,
      SecurityContext security,
      Limits limits,
      Writer out,
      Writer err,
      Reader in) {
    this(engine, timeout, security, limits, out, err, in, null);
  }

  /** The same with the limits of a host that says nothing. */
  public RunOptions(
      EngineCore engine,
      Duration timeout,
      SecurityContext security,
      Writer out,
      Writer err,
      Reader in) {
    this(engine, timeout, security, Limits.DEFAULT, out, err, in, null);
  }

  /** The same for other globals. */
  public RunOptions over(LuaTable newGlobals) {
    return new RunOptions(engine, timeout, security, limits, out, err, in, newGlobals);
  }
}
