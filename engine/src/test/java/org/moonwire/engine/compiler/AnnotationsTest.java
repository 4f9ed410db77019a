package org.moonwire.engine.compiler;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.luaj.vm2.Lua;
import org.luaj.vm2.LuaError;
import org.luaj.vm2.Prototype;
import org.moonwire.engine.TestData;

/** Type annotations are read and mean nothing; what is Lua without them stays what it is. */
class AnnotationsTest {
  /** Makes a chunk one that only compiles with annotations. */
  private static final String ANNOTATED = " local annotated: any";

  private static Prototype compile(String source) {
    return Compiler.compile(source.getBytes(StandardCharsets.UTF_8), "=chunk");
  }

  private static void assertSame(Prototype expected, Prototype actual) {
    assertArrayEquals(expected.code, actual.code);
    assertArrayEquals(expected.lineinfo, actual.lineinfo);
    assertArrayEquals(expected.k, actual.k);
    assertEquals(expected.numparams, actual.numparams);
    assertEquals(expected.is_vararg, actual.is_vararg);
    assertEquals(expected.maxstacksize, actual.maxstacksize);
    assertEquals(expected.p.length, actual.p.length);
    for (int i = 0; i < expected.p.length; i++) {
      assertSame(expected.p[i], actual.p[i]);
    }
  }

  @TestFactory
  Stream<DynamicTest> annotations_mean_nothing() {
    return TestData.rows("/compiler/annotations.tsv")
        .map(row -> dynamicTest(row[0], () -> assertSame(compile(row[1]), compile(row[0]))));
  }

  @TestFactory
  Stream<DynamicTest> what_is_lua_without_them_stays_what_it_is() {
    return TestData.rows("/compiler/annotations_none.tsv")
        .map(
            row ->
                dynamicTest(
                    row[0],
                    () -> {
                      String plain = "do " + row[0] + " end";
                      assertSame(
                          compile(plain + ANNOTATED.replace(": any", "")),
                          compile(plain + ANNOTATED));
                    }));
  }

  @TestFactory
  Stream<DynamicTest> mistakes_are_found_where_they_are() {
    return TestData.rows("/compiler/annotations_errors.tsv")
        .map(
            row ->
                dynamicTest(
                    row[0],
                    () ->
                        assertEquals(
                            row[1],
                            assertThrows(LuaError.class, () -> compile(row[0])).getMessage())));
  }

  @Test
  void lines_are_those_of_the_source() {
    String source =
        "type A = {\n  x: number,\n}\nlocal f: (\n  number\n) -> string = g\nreturn f(1)";
    Prototype p = compile(source);
    assertEquals(7, p.lineinfo[p.lineinfo.length - 2]);
  }

  @Test
  void a_type_has_a_greatest_depth() {
    for (String deep : new String[] {"{", "(", "<", "A<", "...", "function("}) {
      String source = "local x: " + deep.repeat(100_000);
      assertThrows(LuaError.class, () -> compile(source), deep);
    }
    assertEquals(Lua.OP_RETURN, Lua.GET_OPCODE(compile("local x: {{{{any}}}}").code[1]));
  }
}
