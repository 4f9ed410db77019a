package org.moonwire.websocket.cli;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.Closeable;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.management.Attribute;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.ReflectionException;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/**
 * The beans of Moonwire in another JVM of this user, by the JDK's attach mechanism and the JVM's
 * own management agent. Where the application has registered none, that JVM's server makes them of
 * the classes that are there already, and forgets them at the end. The only class that needs the
 * module {@code jdk.attach}.
 */
final class RemoteBeans implements Closeable {
  private static final Map<String, String> MAKERS =
      Map.of(
          "Engines", "org.moonwire.engine.metrics.EngineMetrics",
          "Connections", "org.moonwire.websocket.metrics.ConnectionMetrics");

  /**
   * How long the other JVM may take to answer, in milliseconds; it may be stopped. Each question is
   * asked again once, on a new connection.
   */
  private static final String TIMEOUT_MILLIS = "3000";

  private final JMXConnector connector;
  private final MBeanServerConnection server;

  /** Those that we have had made. A hook may close while they are read. */
  private final Set<ObjectName> made = ConcurrentHashMap.newKeySet();

  /** Guarded by this. */
  private boolean closed;

  private RemoteBeans(JMXConnector connector) throws IOException {
    this.connector = connector;
    this.server = connector.getMBeanServerConnection();
  }

  /** True if a process is a JVM that can be looked into; to ask one that is none might end it. */
  static boolean isPossible(String pid) {
    return VirtualMachine.list().stream().anyMatch(jvm -> jvm.id().equals(pid));
  }

  /** Has the JVM start its management agent, if there is none yet, and connects to it. */
  @SuppressWarnings("BanJNDI") // The address is that of a JVM of this user, by way of the JDK.
  static RemoteBeans of(String pid) throws IOException {
    // Of the JDK's RMI, for this whole JVM, which does nothing else; it waits for ever otherwise.
    System.setProperty("sun.rmi.transport.tcp.responseTimeout", TIMEOUT_MILLIS);
    System.setProperty("sun.rmi.transport.tcp.handshakeTimeout", TIMEOUT_MILLIS);
    try {
      VirtualMachine jvm = VirtualMachine.attach(pid);
      try {
        return new RemoteBeans(
            JMXConnectorFactory.connect(new JMXServiceURL(jvm.startLocalManagementAgent())));
      } finally {
        jvm.detach();
      }
    } catch (AttachNotSupportedException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /**
   * All numbers by their attributes' names, added up where several copies of Moonwire are in the
   * JVM; empty if none can be found.
   *
   * @throws IOException if the JVM is gone, or does not answer
   */
  Map<String, Long> read() throws IOException {
    Map<String, Long> sums = new HashMap<>();
    try {
      for (String type : MAKERS.keySet()) {
        add(type, sums);
      }
    } catch (JMException e) {
      throw new IOException(e.getMessage(), e);
    }
    return sums;
  }

  private void add(String type, Map<String, Long> sums) throws IOException, JMException {
    Set<ObjectName> registered =
        server.queryNames(new ObjectName("org.moonwire:type=" + type + ",*"), null);
    for (ObjectName name : registered.isEmpty() ? ours(type) : registered) {
      MBeanAttributeInfo[] attributes = server.getMBeanInfo(name).getAttributes();
      String[] all = new String[attributes.length];
      for (int i = 0; i < all.length; i++) {
        all[i] = attributes[i].getName();
      }
      for (Attribute read : server.getAttributes(name, all).asList()) {
        sums.merge(read.getName(), ((Number) read.getValue()).longValue(), Long::sum);
      }
    }
  }

  /** The bean of that type that is ours alone, made if need be. */
  private Set<ObjectName> ours(String type) throws IOException, JMException {
    ObjectName name =
        new ObjectName("org.moonwire.top:type=" + type + ",id=" + ProcessHandle.current().pid());
    if (!made.contains(name)) {
      try {
        server.createMBean(MAKERS.get(type), name);
      } catch (ReflectionException e) {
        // There is no such class.
        return Set.of();
      }
      made.add(name);
    }
    return Set.of(name);
  }

  /** Once: who comes second waits until the first is done. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    try (connector) {
      for (ObjectName name : made) {
        server.unregisterMBean(name);
      }
    } catch (IOException | JMException e) {
      // The JVM is gone or stopped, or somebody has been faster.
      made.clear();
    }
  }
}
