package uphill.records;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

  private static Map<String, Object> everything() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("text", "a \"quoted\" line\nand γ");
    map.put("whole", 1L << 60);
    map.put("real", 0.1);
    map.put("yes", true);
    map.put("nothing", Json.NULL);
    map.put("list", List.of(1L, 2.5, "x", List.of()));
    map.put("object", Map.of());
    return map;
  }

  @Test
  void whatIsWrittenIsReadBack() {
    assertThat(Json.parse(Json.line(everything()), "test")).isEqualTo(everything());
    assertThat(Json.parse(Json.pretty(everything()), "test")).isEqualTo(everything());
  }

  @Test
  void aLineIsOneLine() {
    assertThat(Json.line(everything())).doesNotContain("\n");
  }

  @Test
  void everyDoubleKeepsItsBits() {
    for (double x : new double[] {Math.PI, Double.MIN_VALUE, -0.0, 1e300, 1.0 / 3}) {
      assertThat(Json.parse(Json.line(x), "test")).isEqualTo(x);
    }
  }

  @Test
  void numbersThatJsonLacksBecomeNull() {
    assertThat(Json.line(List.of(Double.NaN, Double.POSITIVE_INFINITY))).isEqualTo("[null,null]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{", "{\"a\":1,\"a\":2}", "[1] 2", "{\"a\" 1}", "nul", "'a'", "[01]", "NaN"})
  void whatIsNotJsonIsRefusedWithItsSource(String text) {
    assertThatThrownBy(() -> Json.parse(text, "some.json"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("some.json: ");
  }

  /// Every row: a text, and what is said of it, in our own words.
  @ParameterizedTest
  @CsvSource(
      delimiterString = "=>",
      quoteCharacter = '`',
      textBlock =
          """
          {"a": 1          => expected ',' or '}', got the end (line 1, column 8)
          {"a" 1}          => expected ':' after the name "a", got '1' (line 1, column 6)
          {"a": }          => expected a value, got '}' (line 1, column 7)
          {"a": 1,}        => expected a name in double quotes, got '}' (line 1, column 9)
          {a: 1}           => expected a name in double quotes, or '}', got 'a' (line 1, column 2)
          {"a": 1, "a": 2} => the name "a" comes twice in one object (line 1, column 10)
          [1, 2            => expected ',' or ']', got the end (line 1, column 6)
          [1 2]            => expected ',' or ']', got '2' (line 1, column 4)
          [1] 2            => expected nothing after the value, got '2' (line 1, column 5)
          nul              => expected a value, got 'nul' (line 1, column 1)
          [True]           => expected a value, or ']', got 'True' (line 1, column 2)
          [NaN]            => expected a number, got NaN, which JSON does not have (line 1, column 2)
          [-Infinity]      => expected a digit after '-', got 'Infinity' (line 1, column 3)
          [01]             => expected a number that does not begin with 0, got '1' (line 1, column 3)
          [1.]             => expected a digit after '.', got ']' (line 1, column 4)
          [1e]             => expected a digit after the e of a number, got ']' (line 1, column 4)
          "a               => expected '"' at the end of a text, got the end (line 1, column 3)
          "\\x"            => expected one of " \\ / b f n r t u after \\, got 'x' (line 1, column 3)
          "\\u00g0"        => expected four hexadecimal digits after \\u, got 'g0' (line 1, column 6)
          """)
  void whatIsNotJsonIsSaidWithWhatWasExpectedWhatCameAndWhere(String text, String sentence) {
    assertThatThrownBy(() -> Json.parse(text, "some.json"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("some.json: not JSON: " + sentence);
  }

  @Test
  void aPlaceIsCountedInLinesAndInWholeCharacters() {
    assertThatThrownBy(() -> Json.parse("{\n \"\ud83d\ude00\": x}", "some.json"))
        .hasMessage("some.json: not JSON: expected a value, got 'x' (line 2, column 7)");
    assertThatThrownBy(() -> Json.parsePython("[1, +2]", "a.jsonl, line 3"))
        .hasMessage("a.jsonl, line 3, column 5: not JSON: expected a value, got '+'");
    assertThatThrownBy(() -> Json.parse("\"a\nb\"", "some.json"))
        .hasMessageContaining("expected '\"' at the end of a text, got a line break");
  }

  @Test
  void aByteOrderMarkMayComeFirst() {
    assertThat(Json.parse("\ufeff[1]", "test")).isEqualTo(List.of(1L));
    assertThatThrownBy(() -> Json.parse("[\ufeff1]", "test")).hasMessageContaining("'\\ufeff'");
  }

  /// Of 64 bits with a sign or without one: seeds are numbers without.
  @Test
  void wholeNumbersOf64BitsAreWholeAndLongerOnesAreTheNearestDouble() {
    assertThat(
            Json.parse(
                "[9223372036854775807, -9223372036854775808, 9223372036854775808,"
                    + " 18446744073709551615, 18446744073709551616, -9223372036854775809]",
                "x"))
        .isEqualTo(
            List.of(
                Long.MAX_VALUE,
                Long.MIN_VALUE,
                BigInteger.TWO.pow(63),
                BigInteger.TWO.pow(64).subtract(BigInteger.ONE),
                0x1p64,
                -0x1p63));
  }

  @Test
  void everyEscapeIsRead() {
    assertThat(Json.parse("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u03B3\\ud83d\\ude00\"", "test"))
        .isEqualTo("\"\\/\b\f\n\r\tγ\ud83d\ude00");
  }

  @Test
  void numbersThatPythonWritesAreReadInLinesOfPython() {
    assertThat(Json.parsePython("[NaN, Infinity, -Infinity]", "x"))
        .isEqualTo(List.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY));
  }

  @Test
  void absurdDepthIsRefused() {
    assertThat(Json.parse("[".repeat(500) + "]".repeat(500), "deep.json")).isNotNull();
    assertThatThrownBy(() -> Json.parse("[".repeat(100_000), "deep.json"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("brackets stand more than 500 deep in brackets");
  }

  @Test
  void numbersOfAbsurdLengthAreRefused() {
    assertThat(Json.parse("0." + "1".repeat(998), "long.json")).isInstanceOf(Double.class);
    assertThatThrownBy(() -> Json.parse("1".repeat(1001), "long.json"))
        .hasMessageContaining("a number has 1,001 characters, expected at most 1,000");
  }

  @Test
  void aFieldOfAnotherTypeIsNamed() {
    assertThatThrownBy(() -> Json.field(everything(), "text", Long.class, "some.json"))
        .hasMessageContaining("\"text\" must be a whole number, got");
    assertThatThrownBy(() -> Json.field(everything(), "absent", Long.class, "some.json"))
        .hasMessageContaining("\"absent\" must be a whole number, got nothing");
  }
}
