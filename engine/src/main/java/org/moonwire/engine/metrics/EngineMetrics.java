package org.moonwire.engine.metrics;

import java.util.HashSet;
import java.util.Set;
import java.util.function.Function;
import javax.management.InstanceAlreadyExistsException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.moonwire.engine.backend.BackendFactory;
import org.moonwire.engine.backend.EngineCounts;

/**
 * Shows what engines do to management tools, if a host asks for it. Nothing is counted for it that
 * would not be counted anyway, and no engine is kept alive. Thread-safe.
 */
public final class EngineMetrics implements EnginesMXBean {
  /** The key properties of the bean's name, in the domain {@code org.moonwire}. */
  public static final String NAME = "org.moonwire:type=Engines";

  /** What has not been closed yet. Guarded by itself. */
  private static final Set<Registration> REGISTRATIONS = new HashSet<>();

  /** For MBean servers, which make beans by name; everybody else calls {@link #register}. */
  public EngineMetrics() {}

  /** A bean in a server. {@link #close} takes it out; a second time does nothing. */
  public static final class Registration implements AutoCloseable {
    private final MBeanServer server;
    private final ObjectName name;

    private Registration(MBeanServer server, ObjectName name) {
      this.server = server;
      this.name = name;
    }

    /** The name, {@code org.moonwire:type=...}, with {@code id=} where that was taken. */
    public ObjectName name() {
      return name;
    }

    @Override
    public void close() {
      synchronized (REGISTRATIONS) {
        if (!REGISTRATIONS.remove(this)) {
          return;
        }
      }
      try {
        server.unregisterMBean(name);
      } catch (JMException e) {
        // Somebody else has done it.
      }
    }
  }

  /**
   * Registers a bean for the engines of the class loader that loaded this class. Whoever registers
   * closes, so that the server does not keep the class loader; in web applications our listener
   * does at their end.
   *
   * @throws IllegalStateException if the server refuses
   */
  public static Registration register(MBeanServer server) {
    return register(server, NAME, new EngineMetrics());
  }

  /** For the beans of our other artifacts. */
  public static Registration register(MBeanServer server, String wanted, Object bean) {
    String id = Integer.toHexString(System.identityHashCode(EngineMetrics.class));
    Function<String, Registration> attempt =
        name -> {
          try {
            return new Registration(
                server, server.registerMBean(bean, new ObjectName(name)).getObjectName());
          } catch (InstanceAlreadyExistsException e) {
            return null;
          } catch (JMException e) {
            throw new IllegalStateException("`" + name + "` cannot be registered: " + e, e);
          }
        };
    Registration made = attempt.apply(wanted);
    if (made == null) {
      // Another application in the same JVM has a copy of ours.
      made = attempt.apply(wanted + ",id=" + id);
    }
    if (made == null) {
      throw new IllegalStateException("`" + wanted + "` is registered already: close that first");
    }
    synchronized (REGISTRATIONS) {
      REGISTRATIONS.add(made);
    }
    return made;
  }

  /** Takes out all that was registered and not closed: for the end of an application. */
  public static void closeAll() {
    Set<Registration> left;
    synchronized (REGISTRATIONS) {
      left = Set.copyOf(REGISTRATIONS);
    }
    left.forEach(Registration::close);
  }

  private static EngineCounts counts() {
    return BackendFactory.get().counts();
  }

  @Override
  public int getEngines() {
    return counts().engines();
  }

  @Override
  public long getEnginesMade() {
    return counts().enginesMade();
  }

  @Override
  public long getRuns() {
    return counts().runs();
  }

  @Override
  public long getFailedRuns() {
    return counts().failedRuns();
  }

  @Override
  public int getTasks() {
    return counts().tasks();
  }

  @Override
  public long getTasksSpawned() {
    return counts().tasksSpawned();
  }

  @Override
  public long getDenials() {
    return counts().denials();
  }
}
