package org.moonwire.policy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A YAML file of what a host grants to its scripts beside what policies decide: parts of Lua under
 * {@code lua}, and of Java under {@code classes}, {@code packages} and {@code members}, which is a
 * map of class names to lists of static members. Immutable.
 */
public final class AccessFile {
  private final List<String> grants;

  private AccessFile(List<String> grants) {
    this.grants = List.copyOf(grants);
  }

  /**
   * Reads a file.
   *
   * @throws PolicyLoadException if it cannot be read or has mistakes; all of them are reported
   */
  public static AccessFile load(Path file) {
    return parse(file.toString(), PlainFile.text(file, PlainFile.read(file)));
  }

  /**
   * Reads the text of such a file.
   *
   * @param sourceName what error messages call the text
   * @throws PolicyLoadException if it has mistakes; all of them are reported
   */
  public static AccessFile parse(String sourceName, String yaml) {
    Diagnostics diagnostics = new Diagnostics(sourceName, yaml);
    Optional<AccessFile> access =
        YamlReader.read(yaml, diagnostics)
            .flatMap(root -> Fields.of(root, "an access file", diagnostics))
            .map(fields -> new AccessFile(grants(fields, diagnostics)));
    diagnostics.throwIfAny();
    return access.orElseThrow();
  }

  private static List<String> grants(Fields file, Diagnostics diagnostics) {
    file.allowOnly("version", "lua", "classes", "packages", "members");
    file.refuseEmpty("version", "lua", "classes", "packages", "members");
    List<String> all = new ArrayList<>();
    names(file, "lua").forEach(all::add);
    names(file, "classes").map(name -> "class:" + name).forEach(all::add);
    names(file, "packages").map(name -> "package:" + name).forEach(all::add);
    file.get("members")
        .flatMap(node -> Fields.of(node, "`members`", diagnostics))
        .ifPresent(
            members ->
                members
                    .keys()
                    .forEach(
                        type ->
                            names(members, type)
                                .map(name -> "member:" + type + "." + name)
                                .forEach(all::add)));
    return all;
  }

  private static Stream<String> names(Fields fields, String key) {
    return fields.texts(key).stream().map(name -> name.getKey());
  }

  /**
   * Returns what is granted: names such as {@code os.getenv}, {@code class:java.time.LocalDate},
   * {@code package:java.time}, {@code member:java.lang.Math.max}.
   */
  public List<String> grants() {
    return grants;
  }
}
