package org.moonwire.policy;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a policy may contain is read and searched in a moment, whatever it is. */
@Timeout(20)
final class RegexLiteralTest {
  private static final String BOMB = "((a{100}){100}){100}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        BOMB,
        "(a{1000}b){11}",
        "(a{0,1000}b{1000,}){6}",
        "(?:a{101}){100}",
        // What is in front of a bomb must not hide it.
        "[(]" + BOMB,
        "[]]" + BOMB,
        "[^]]" + BOMB,
        "[\\]]" + BOMB,
        "[^(]" + BOMB,
        "[[:alpha:]]" + BOMB,
        "\\[" + BOMB,
        "\\\\" + BOMB,
        "\\Q[\\E" + BOMB,
        "\\Q(\\E" + BOMB,
        "\\Qx{9}\\E" + BOMB,
        "a{,5}" + BOMB,
        "(a|b)" + BOMB,
        "([)]" + BOMB + ")",
        BOMB + "[a]",
      })
  void repetitionsThatGrowAreRefused(String regex) {
    Exception e = assertThrows(IllegalArgumentException.class, () -> RegexLiteral.compile(regex));
    assertEquals("too large once its repetitions are written out", e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(a{100}b){90}",
        "a{1000}",
        "[a{1000}{1000}{1000}]",
        "\\Q((a{100}){100}){100}\\E",
        "\\Q((a{100}){100}){100}",
        "\\((a\\{100\\}){100}",
        "[({9}]{1000}",
        "[]{9}]{1000}",
        "^(?i)[a-z0-9._%+-]+@[a-z0-9.-]+\\.[a-z]{2,}$",
        "",
      })
  void ordinaryExpressionsAreAccepted(String regex) {
    assertDoesNotThrow(() -> RegexLiteral.compile(regex).find("a", Meter.unheard()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", ")", "[", "[a", "a**", "\\", "(?=a)", "(a)\\1", "a{2}{3}", "[b-a]"})
  void invalidExpressionsAreRefused(String regex) {
    assertThrows(IllegalArgumentException.class, () -> RegexLiteral.compile(regex));
  }

  @Test
  void aLongExpressionIsRefused() {
    RegexLiteral.compile("a".repeat(1000));
    Exception e =
        assertThrows(IllegalArgumentException.class, () -> RegexLiteral.compile("a".repeat(1001)));
    assertTrue(e.getMessage().contains("1000 characters"), e.getMessage());
  }

  @Test
  void optionalPartsThatTakeAllTheStackAreRefused() {
    Exception e =
        assertThrows(
            IllegalArgumentException.class,
            () -> RegexLiteral.compile("(a?){1000}".repeat(3) + "b"));
    assertEquals("nested too deeply", e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"(\\pL{1000}){9}b", "(a*){1000}b", "(((a))){999}b", "(a|aa)+$"})
  void aTextThatIsTooLongForItFails(String regex) {
    String text = "a".repeat(5_000_000);
    assertThrows(
        EvaluationException.class, () -> RegexLiteral.compile(regex).find(text, Meter.unheard()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"(a*)*b", "(a|aa)+b", "(a+)+b", "^(([a-z])+.)+[A-Z]([a-z])+$"})
  void whatTakesForeverElsewhereIsSearchedAtOnce(String regex) throws EvaluationException {
    assertFalse(RegexLiteral.compile(regex).find("a".repeat(20_000), Meter.unheard()));
  }
}
