package uphill.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TicksTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | 500     | 5 | 0 100 200 300 400 500",
        "8 | 493     | 5 | 0 100 200 300 400 500",
        "0 | 1000000 | 5 | 0 200k 400k 600k 800k 1M",
        "0 | 2500000 | 5 | 0 500k 1M 1.5M 2M 2.5M",
        "-1471 | -122 | 7 | −1600 −1400 −1200 −1000 −800 −600 −400 −200 0",
        "0 | 12000 | 6 | 0 2k 4k 6k 8k 10k 12k",
        "0 | 0.3 | 3 | 0 0.1 0.2 0.3",
        "-0.013 | 0.014 | 4 | −0.02 −0.01 0 0.01 0.02",
        "0 | 3e9 | 3 | 0 1B 2B 3B",
        "0 | 3e20 | 3 | 0 1e20 2e20 3e20",
        "0 | 3e-7 | 3 | 0 1e-7 2e-7 3e-7",
      })
  void ticksAreRoundNumbers(double min, double max, int intervals, String expected) {
    assertThat(labels(Ticks.covering(min, max, intervals))).isEqualTo(expected);
  }

  @Test
  void ticksWithinARangeStayThere() {
    assertThat(labels(Ticks.within(0, 1_050_000, 5))).isEqualTo("0 500k 1M");
    assertThat(labels(Ticks.within(-3, 2.5, 6))).isEqualTo("−3 −2 −1 0 1 2");
  }

  @Test
  void ticksCoverTheDataWithAStepOfOneTwoOrFive() {
    var random = new SplittableRandom(7);
    for (int k = 0; k < 2000; k++) {
      double min = (random.nextDouble() - 0.5) * Math.pow(10, random.nextInt(-8, 12));
      double max = min + (1e-6 + random.nextDouble()) * Math.pow(10, random.nextInt(-3, 12));
      int intervals = random.nextInt(1, 12);

      Ticks ticks = Ticks.covering(min, max, intervals);

      BigDecimal step = ticks.values().get(1).subtract(ticks.values().get(0));
      BigDecimal below = new BigDecimal(min).subtract(ticks.values().getFirst());
      BigDecimal above = ticks.values().getLast().subtract(new BigDecimal(max));
      assertThat(below).isNotNegative().isLessThan(step);
      assertThat(above).isNotNegative().isLessThan(step);
      assertThat(ticks.values()).hasSizeBetween(2, intervals + 2);
      assertThat(step.stripTrailingZeros().unscaledValue().intValueExact()).isIn(1, 2, 5);
    }
  }

  @Test
  void noTwoTicksHaveTheSameLabel() {
    Ticks ticks = Ticks.covering(1_000_002, 1_000_009, 7);

    assertThat(ticks.values().stream().map(ticks::label).toList())
        .doesNotHaveDuplicates()
        .contains("1.000005M");
  }

  @Test
  void anEmptyRangeHasNoTicks() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Ticks.covering(1, 1, 5))
        .withMessage("ticks need a finite range, got [1.0, 1.0] with 5 intervals");
  }

  private static String labels(Ticks ticks) {
    List<String> labels = ticks.values().stream().map(ticks::label).toList();
    return String.join(" ", labels);
  }
}
