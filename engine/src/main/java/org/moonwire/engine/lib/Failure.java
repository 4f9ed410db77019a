package org.moonwire.engine.lib;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonReadableChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.Varargs;
import org.moonwire.engine.core.LuaStrings;
import org.moonwire.engine.core.NumberFormat;

/** What went wrong with a file in the words and numbers of C's {@code errno} on Linux. */
record Failure(String text, int code) {
  private static final Failure NO_ENTRY = new Failure("No such file or directory", 2);
  private static final Failure IO = new Failure("Input/output error", 5);
  static final Failure BAD_DESCRIPTOR = new Failure("Bad file descriptor", 9);
  static final Failure INVALID = new Failure("Invalid argument", 22);
  static final Failure NOT_SEEKABLE = new Failure("Illegal seek", 29);
  static final Failure DENIED = new Failure("Permission denied", 13);
  private static final Failure EXISTS = new Failure("File exists", 17);
  private static final Failure NOT_FOLDER = new Failure("Not a directory", 20);
  private static final Failure FOLDER = new Failure("Is a directory", 21);
  static final Failure TOO_MANY = new Failure("Too many open files", 24);
  private static final Failure NOT_EMPTY = new Failure("Directory not empty", 39);
  private static final Failure[] BY_TEXT = {NO_ENTRY, DENIED, NOT_FOLDER, FOLDER, TOO_MANY};

  /** The failure behind an exception of {@code java.nio} or {@code java.io}. */
  static Failure of(Exception e) {
    if (e instanceof NoSuchFileException || e instanceof InvalidPathException) {
      return NO_ENTRY;
    }
    if (e instanceof AccessDeniedException) {
      return DENIED;
    }
    if (e instanceof DirectoryNotEmptyException) {
      return NOT_EMPTY;
    }
    if (e instanceof FileAlreadyExistsException) {
      return EXISTS;
    }
    if (e instanceof NotDirectoryException) {
      return NOT_FOLDER;
    }
    if (e instanceof NonReadableChannelException
        || e instanceof NonWritableChannelException
        || e instanceof ClosedChannelException) {
      return BAD_DESCRIPTOR;
    }
    return byText(e);
  }

  private static Failure byText(Exception e) {
    String message =
        e instanceof FileSystemException f && f.getReason() != null
            ? f.getReason()
            : String.valueOf(e.getMessage());
    for (Failure known : BY_TEXT) {
      if (message.contains(known.text)) {
        return known;
      }
    }
    return new Failure(message, IO.code);
  }

  static boolean isTooManyFiles(IOException e) {
    return byText(e).equals(TOO_MANY);
  }

  /** {@code nil, name: text, code}; without a name just the text. */
  Varargs results(String name) {
    String message = name == null ? text : name + ": " + text;
    return LuaValue.varargsOf(LuaValue.NIL, LuaStrings.encode(message), NumberFormat.of(code));
  }
}
