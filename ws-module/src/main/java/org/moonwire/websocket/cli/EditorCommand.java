package org.moonwire.websocket.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * The command {@code moonwire.jar editor}: tells an editor what the scripts of a folder may use.
 */
@Command(
    name = "editor",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    sortOptions = false,
    description =
        "Writes what editors complete and check scripts by: definition files into DIR/.moonwire, and"
            + " DIR/.luarc.json for the Lua language server.")
final class EditorCommand implements Callable<Integer> {
  private static final String FOLDER = ".moonwire";
  private static final String SETTINGS = ".luarc.json";

  @Parameters(
      arity = "0..1",
      paramLabel = "DIR",
      defaultValue = ".",
      description = "A folder with scripts; the current one if left out.")
  private Path folder;

  @Option(names = "--force", description = "Overwrite a .luarc.json that has nothing of this yet.")
  private boolean force;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (!Files.isDirectory(folder)) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "`" + folder + "` is no folder; make it first");
    }
    Path settings = folder.resolve(SETTINGS);
    try {
      boolean present = Files.exists(settings);
      boolean knowsUs = present && Files.readString(settings).contains(FOLDER);
      if (present && !knowsUs && !force) {
        complain(
            "`"
                + settings
                + "` is there already: add \""
                + FOLDER
                + "\" to its workspace.library,"
                + " or overwrite it with --force");
        return Main.FAILED;
      }
      writeDefinitions();
      if (!knowsUs || force) {
        Files.writeString(settings, TypedLua.program("luarc.json"));
      }
    } catch (IOException e) {
      complain(reason(e));
      return Main.FAILED;
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println("wrote " + folder.resolve(FOLDER) + ", which " + settings + " names");
    return Main.OK;
  }

  private void writeDefinitions() throws IOException {
    for (String name : Definitions.names()) {
      Path file = folder.resolve(FOLDER).resolve(Definitions.path(name));
      Files.createDirectories(file.getParent());
      Files.writeString(file, new String(Definitions.read(name), UTF_8));
    }
  }

  private static String reason(IOException e) {
    if (e instanceof AccessDeniedException denied) {
      return "`" + denied.getFile() + "` cannot be written: permission denied";
    }
    if (e instanceof FileAlreadyExistsException other) {
      return "`" + other.getFile() + "` is no folder; move it away";
    }
    return String.valueOf(e.getMessage());
  }

  private void complain(String text) {
    spec.commandLine().getErr().println("moonwire editor: " + text);
  }
}
