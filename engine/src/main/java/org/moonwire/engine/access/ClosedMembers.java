package org.moonwire.engine.access;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The members that no script may use unless its host grants them by name: what opens files,
 * connections, processes, classes or threads, or changes what the whole JVM shares. See {@code
 * doors.txt}.
 */
public final class ClosedMembers {
  private ClosedMembers() {}

  /** Why a member of an object of this class is closed; null if it is open. */
  public static String reason(Class<?> type, String member) {
    String[] reason = {null};
    ClosedTypes.anySupertype(
        type,
        t -> {
          for (Doors.Door door : Doors.of(t)) {
            if (door.has(member) && (t == type || !member.equals("new"))) {
              reason[0] = door.reason();
            }
          }
          return reason[0] != null;
        });
    return reason[0];
  }

  /** The names of a class and of all above it, under which a member of it can be granted. */
  static Set<String> names(Class<?> type) {
    Set<String> names = new LinkedHashSet<>();
    ClosedTypes.anySupertype(
        type,
        t -> {
          names.add(t.getName());
          return false;
        });
    return names;
  }
}
