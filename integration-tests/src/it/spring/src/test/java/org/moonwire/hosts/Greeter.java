package org.moonwire.hosts;

/** What a script implements for Spring. */
public interface Greeter {
  String greet(String name);

  int getGreetings();

  /** Stays what it is unless the script has a function of this name. */
  default String farewell(String name) {
    return "bye, " + name;
  }
}
