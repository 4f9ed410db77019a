package org.moonwire.hosts;

import java.io.IOException;
import org.apache.tools.ant.BuildException;
import org.apache.tools.ant.Task;
import org.moonwire.it.EchoServer;

/** Starts an echo server that runs until the build ends. */
public final class EchoServerTask extends Task {
  private String property;

  public void setProperty(String name) {
    property = name;
  }

  @Override
  public void execute() {
    try {
      getProject().setProperty(property, EchoServer.start().url("/echo"));
    } catch (IOException e) {
      throw new BuildException(e);
    }
  }
}
