/**
 * Decides what an actor may do. Expression policies need the jars of {@code dev.cel:cel} on the
 * class path: several of them share packages, so they cannot be modules.
 */
module org.moonwire.policy {
  requires static jdk.jfr;
  requires org.snakeyaml.engine;

  exports org.moonwire.policy;
}
