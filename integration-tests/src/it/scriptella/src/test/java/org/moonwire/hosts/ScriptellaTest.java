package org.moonwire.hosts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.moonwire.it.EchoServer;
import scriptella.execution.EtlExecutor;
import scriptella.execution.EtlExecutorException;

/** Scriptella's driver for script languages; its bindings cannot be listed. */
class ScriptellaTest {

  private static void etl(String file, Map<String, ?> properties) throws Exception {
    EtlExecutor.newExecutor(ScriptellaTest.class.getResource("/" + file), properties).execute();
  }

  private static List<String> column(String database, String query) throws Exception {
    List<String> values = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:" + database);
        ResultSet rows = connection.createStatement().executeQuery(query)) {
      while (rows.next()) {
        values.add(rows.getString(1));
      }
    }
    return values;
  }

  @Test
  void columns_are_globals_and_assigned_globals_are_columns() throws Exception {
    etl("etl.xml", Map.of());
    assertEquals(
        List.of("5.00 EUR", "7.00 EUR"), column("etl", "SELECT price FROM shown ORDER BY id"));
  }

  @Test
  void a_mistake_names_the_statement() {
    EtlExecutorException e =
        assertThrows(EtlExecutorException.class, () -> etl("mistake.xml", Map.of()));
    assertTrue(e.getMessage().contains("third line"), e.getMessage());
    assertTrue(e.getMessage().contains("error(\"third line\")"), e.getMessage());
  }

  @Test
  void what_a_script_prints_goes_to_the_connections_file() throws Exception {
    etl("print.xml", Map.of());
    Path file = Path.of("target", "test-classes", "printed.txt");
    assertEquals("to the file of the connection\n", Files.readString(file));
  }

  @Test
  void printing_to_the_console_leaves_it_open() throws Exception {
    PrintStream console = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true));
    try {
      etl("console.xml", Map.of());
      System.out.print("and on");
    } finally {
      System.setOut(console);
    }
    assertEquals("to the console\nand on", printed.toString());
  }

  @Test
  void a_query_reads_from_a_web_socket() throws Exception {
    try (EchoServer server = EchoServer.start()) {
      etl("talk.xml", Map.of("url", server.url("/echo")));
    }
    assertEquals(List.of("42"), column("talk", "SELECT line FROM prices"));
  }
}
