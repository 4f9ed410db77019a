/** An application that runs scripts. */
module org.moonwire.hosts.app {
  requires org.moonwire.engine;

  // Scripts call what they are given by its public methods.
  opens org.moonwire.hosts.app to
      org.moonwire.engine;
}
