/** The same application with everything from {@code moonwire.jar}, which is one module. */
module org.moonwire.hosts.app {
  requires org.moonwire;

  // Scripts call what they are given by its public methods.
  opens org.moonwire.hosts.app to
      org.moonwire;
}
