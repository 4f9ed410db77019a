package org.moonwire.engine.lib;

import java.util.concurrent.ThreadFactory;

/** Makes the thread that closes abandoned files; it keeps no class loader of a host alive. */
final class DaemonThreads implements ThreadFactory {
  @Override
  public Thread newThread(Runnable work) {
    Thread thread = new Thread(null, work, "moonwire-files", 0, false);
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
    return thread;
  }
}
