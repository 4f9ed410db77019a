package org.moonwire.websocket;

import java.util.List;

/** Some connect options are wrong; all of them are named. */
final class BadOptionsException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  BadOptionsException(List<String> problems) {
    super(String.join("; ", problems));
    this.problems = List.copyOf(problems);
  }

  BadOptionsException(List<String> problems, Throwable cause) {
    this(problems);
    initCause(cause);
  }

  List<String> problems() {
    return problems;
  }
}
