package org.moonwire.engine.core;

import java.io.Reader;
import java.io.Writer;
import java.time.Duration;
import org.luaj.vm2.LuaTable;
import org.moonwire.engine.access.Rights;

/**
 * What one run is given: the engine it belongs to, a time limit or null for none, its rights, how
 * much it may hold, and where it prints and reads; null means nowhere. {@code globals} is what
 * chunks see that it loads; null for those of the realm.
 */
public record RunOptions(
    EngineCore engine,
    Duration timeout,
    Rights rights,
    Limits limits,
    Writer out,
    Writer err,
    Reader in,
    LuaTable globals)
    implements Untraced {

  /** Options of a run in the globals of its realm. */
  public RunOptions(
      EngineCore engine,
      Duration timeout,
      Rights rights,
      Limits limits,
      Writer out,
      Writer err,
      Reader in) {
    this(engine, timeout, rights, limits, out, err, in, null);
  }

  /** The same with the limits of a host that says nothing. */
  public RunOptions(
      EngineCore engine, Duration timeout, Rights rights, Writer out, Writer err, Reader in) {
    this(engine, timeout, rights, Limits.DEFAULT, out, err, in, null);
  }

  /** The same with other rights. */
  public RunOptions with(Rights other) {
    return new RunOptions(engine, timeout, other, limits, out, err, in, globals);
  }
}
