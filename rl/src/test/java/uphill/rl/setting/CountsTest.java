package uphill.rl.setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CountsTest {

  @ParameterizedTest
  @CsvSource({
    "500000, 500000",
    "1e6, 1000000",
    "2.5E3, 2500",
    "200k, 200000",
    "200K, 200000",
    "2M, 2000000",
    "1.5m, 1500000",
    "0.5k, 500",
    "1_000_000, 1000000",
    "' 7 ', 7",
    "0, 0",
    "-3, -3",
    "9223372036854775807, 9223372036854775807",
  })
  void numbersAreReadAsPeopleWriteThem(String text, long number) {
    assertThat(Counts.parse(text)).isEqualTo(number);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "k",
        "many",
        "1.5",
        "0.0001k",
        "1e-1",
        "1kk",
        "1km",
        "0x10",
        "NaN",
        "Infinity",
        "1e-999999999",
        "1 000"
      })
  void whatIsNoWholeNumberIsRefusedWithExamples(String text) {
    assertThatThrownBy(() -> Counts.parse(text))
        .isInstanceOf(NumberFormatException.class)
        .hasMessage("\"%s\" is not a whole number such as 500000, 1e6, 200k or 2M".formatted(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"9223372036854775808", "1e19", "1e99", "-1e19", "1e999999999"})
  void aWholeNumberThatIsTooLargeIsSaidToBeThat(String text) {
    assertThatThrownBy(() -> Counts.parse(text))
        .isInstanceOf(NumberFormatException.class)
        .hasMessage(
            "\"%s\" is too large: whole numbers go up to 9223372036854775807 (2^63 - 1)"
                .formatted(text));
  }

  /// A million digits would take a minute.
  @Test
  void whatIsTooLongIsRefusedAtOnceWithASentenceThatIsNot() {
    assertThatThrownBy(() -> Counts.parse("1.".concat("0".repeat(1_000_000))))
        .isInstanceOf(NumberFormatException.class)
        .hasMessage(
            "\"1.%s…\" is not a whole number such as 500000, 1e6, 200k or 2M"
                .formatted("0".repeat(98)));
  }
}
