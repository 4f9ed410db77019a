package org.moonwire.engine;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Looks for classes of ours in a copy of its own before it asks its parent, as web servers do. */
final class OwnCopy extends URLClassLoader {
  private OwnCopy(URL[] urls) {
    super(urls, OwnCopy.class.getClassLoader());
  }

  static OwnCopy make() {
    String path = System.getProperty("java.class.path");
    return new OwnCopy(
        Stream.of(path.split(File.pathSeparator)).map(OwnCopy::url).toArray(URL[]::new));
  }

  private static URL url(String entry) {
    try {
      return Path.of(entry).toUri().toURL();
    } catch (MalformedURLException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith("org.moonwire.") && !name.startsWith("org.luaj.")) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded != null ? loaded : findClass(name);
    }
  }
}
