package org.moonwire.engine.module;

/**
 * The kinds of {@link ErrorValue} that the modules use; any other string is a legal kind as well.
 */
public final class ErrorKind {
  /** No kind given. */
  public static final String UNKNOWN = "";

  /** Something asked for does not exist. */
  public static final String NOT_FOUND = "NotFound";

  /** Something to be created exists already. */
  public static final String ALREADY_EXISTS = "AlreadyExists";

  /** The caller's input is wrong. */
  public static final String INVALID = "Invalid";

  /** The policy says no. */
  public static final String PERMISSION_DENIED = "PermissionDenied";

  /** A service is not there at present. */
  public static final String UNAVAILABLE = "Unavailable";

  /** Something failed that the caller could not foresee. */
  public static final String INTERNAL = "Internal";

  /** The operation was given up. */
  public static final String CANCELED = "Canceled";

  /** The operation contradicts the present state. */
  public static final String CONFLICT = "Conflict";

  /** The operation took too long. */
  public static final String TIMEOUT = "Timeout";

  /** Too many operations in a given time. */
  public static final String RATE_LIMITED = "RateLimited";

  /** The script needed more memory than it may have, or than there is. Not in the Lua module. */
  public static final String OUT_OF_MEMORY = "OutOfMemory";

  /** All tasks of the script waited for one another. Not in the Lua module. */
  public static final String DEADLOCK = "Deadlock";

  /** The engine was closed before the script had ended or begun. Not in the Lua module. */
  public static final String CLOSED = "Closed";

  /** The script called {@code os.exit} with another code than 0. Not in the Lua module. */
  public static final String EXIT = "Exit";

  /** The source of the script does not parse. Not in the Lua module. */
  public static final String SYNTAX = "Syntax";

  private ErrorKind() {}
}
