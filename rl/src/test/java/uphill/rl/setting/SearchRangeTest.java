package uphill.rl.setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import uphill.kernel.Rng;
import uphill.rl.algorithms.PpoConfig;

class SearchRangeTest {

  private static final int DRAWS = 4000;

  private static List<String> draws(String setting, String text) {
    SearchRange range = SearchRange.of(PpoConfig.class, setting, text);
    assertThat(range.text()).isEqualTo(text);
    Rng random = Rng.seeded(7);
    List<String> draws = new ArrayList<>();
    for (int i = 0; i < DRAWS; i++) {
      draws.add(range.draw(random));
    }
    return draws;
  }

  private static double share(List<String> draws, double below) {
    long count = draws.stream().filter(draw -> Double.parseDouble(draw) < below).count();
    return (double) count / draws.size();
  }

  /// Within 0.03, four deviations of a share of ½ among 4000.
  private static void assertShare(List<String> draws, double below, double expected) {
    assertThat(share(draws, below)).isBetween(expected - 0.03, expected + 0.03);
  }

  @Test
  void everyMagnitudeOfALogarithmicRangeIsEquallyLikely() {
    List<String> draws = draws("learning_rate", "1e-5..1e-2 log");

    assertShare(draws, 1e-4, 1 / 3.0);
    assertShare(draws, 1e-3, 2 / 3.0);
    assertThat(share(draws, 1e-5)).isZero();
    assertThat(share(draws, Math.nextUp(1e-2))).isOne();
  }

  @Test
  void everyNumberOfAPlainRangeIsEquallyLikely() {
    List<String> draws = draws("log_std", "-2..0.5");

    assertShare(draws, -1.5, 0.2);
    assertShare(draws, 0, 0.8);
    assertThat(share(draws, -2)).isZero();
    assertThat(share(draws, Math.nextUp(0.5))).isOne();
  }

  @Test
  void wholeNumbersIncludeBothEnds() {
    List<String> draws = draws("epochs", "1..4");

    assertThat(draws).containsOnly("1", "2", "3", "4");
    assertShare(draws, 2, 0.25);
    assertShare(draws, 4, 0.75);
  }

  /// k with log((k + 1)/k), so 1 with log 2/log 5.
  @Test
  void wholeNumbersOfALogarithmicRangeAreLikelyAsTheirMagnitudes() {
    List<String> draws = draws("epochs", "1..4 log");

    assertThat(draws).containsOnly("1", "2", "3", "4");
    assertShare(draws, 2, StrictMath.log(2) / StrictMath.log(5));
  }

  @Test
  void oneOfSeveralIsAnyOfThem() {
    assertThat(draws("hidden", "64,64|none|256,256")).containsOnly("64,64", "none", "256,256");
    assertThat(draws("anneal", "true|false")).containsOnly("true", "false");
  }

  @Test
  void numbersHaveThreeDigitsSoThatTheyCanBeTyped() {
    assertThat(draws("learning_rate", "1e-5..1e-2 log"))
        .allMatch(draw -> draw.replaceFirst("E.*", "").replaceAll("^0\\.0*|\\.", "").length() <= 3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "gama       ! 0.1..0.2     ! unknown setting \"gama\". Did you mean gamma?",
        "gamma      ! 0.5..2       ! gamma must be in [0, 1], got 2",
        "gamma      ! 0.9|1.5      ! gamma must be in [0, 1], got 1.5",
        "gamma      ! 0.9|0.9      ! has the value 0.9 twice",
        "gamma      ! 0.9..0.5     ! a range goes up, such as 0.5..0.9",
        "gamma      ! 0.9          ! --set gamma=0.9 fixes it",
        "gamma      ! 0.1..x       ! gamma must be a number in [0, 1], got \"x\"",
        "clip       ! 0..1 log     ! a logarithm needs numbers above 0",
        "epochs     ! 0.5..2       ! epochs must be a whole number",
        "epochs     ! 0..2         ! epochs must be in [1,",
        "activation ! tanh|rel     ! Did you mean relu?",
        "anneal     ! true|no      ! anneal must be true or false",
        "clip       ! 0.1..Infinity ! clip must be at least 0 and finite",
        "clip       ! 0.1..NaN     ! clip must be at least 0 and finite",
      })
  void whatIsNoRangeOfTheSettingIsRefused(String setting, String text, String message) {
    assertThatThrownBy(() -> SearchRange.of(PpoConfig.class, setting, text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
