package uphill.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DigitsTest {

  @ParameterizedTest
  @CsvSource({
    "0.5, 0.75, 0.500, 0.750",
    "0.5, 0.50012, 0.50000, 0.50012",
    "0, 0.25, 0.000, 0.250",
    "1e-30, 0.25, 0.000, 0.250",
    "9.95e-7, 2.22e-6, 9.95e−7, 2.22e−6",
    "1.2345e-9, 1.2346e-9, 1.234500e−9, 1.234600e−9",
    "3e-20, 0, 3.00e−20, 0",
    "1e-300, 1e-300, 1.00e−300, 1.00e−300",
    "-0.00002, 0.00003, −2.00e−5, 3.00e−5",
    "0, 0, 0.000, 0.000",
    "1e-4, 2e-4, 0.00010, 0.00020"
  })
  void twoNumbersAreToldApartHoweverSmall(
      double before, double after, String first, String second) {
    assertThat(Digits.Pair.of(before, after)).isEqualTo(new Digits.Pair(first, second));
  }
}
