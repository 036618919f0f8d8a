package uphill.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import uphill.study.Halving.Scored;

class HalvingTest {

  private static List<Scored> scored(double... scores) {
    List<Scored> all = new ArrayList<>();
    for (int trial = 0; trial < scores.length; trial++) {
      OptionalDouble score =
          Double.isNaN(scores[trial]) ? OptionalDouble.empty() : OptionalDouble.of(scores[trial]);
      all.add(new Scored(trial, score));
    }
    return all;
  }

  @Test
  void aRungHasAThirdOfTheTrialsOfTheOneBeforeAndThreeTimesTheSteps() {
    Halving halving = Halving.of(32, 3, 100_000);

    assertThat(IntStream.range(0, halving.rungs()).map(halving::places)).containsExactly(32, 10, 3);
    assertThat(IntStream.range(0, halving.rungs()).mapToLong(halving::steps))
        .containsExactly(11_112L, 33_334L, 100_000L);
  }

  @ParameterizedTest
  @CsvSource({"2, 3, 1", "5, 3, 1", "6, 3, 2", "17, 3, 2", "18, 3, 3", "1000, 3, 3", "4, 2, 2"})
  void thereAreAsManyRungsAsLeaveTwoTrialsForTheLastAndThreeAtMost(int trials, int eta, int rungs) {
    assertThat(Halving.of(trials, eta, 1000).rungs()).isEqualTo(rungs);
  }

  @Test
  void theBestGoOnAndTrialZeroBesideThem() {
    Halving halving = new Halving(7, 3, 2, 900);

    assertThat(halving.next(0, scored(1, 5, 3, 9, -2, 7, 4))).containsExactly(0, 3, 5);
    assertThat(halving.next(0, scored(8, 5, 3, 9, -2, 7, 4))).containsExactly(0, 3);
  }

  @Test
  void whatHasNoScoreIsTheWorstAndDoesNotGoOn() {
    double none = Double.NaN;
    Halving halving = new Halving(4, 2, 2, 900);

    assertThat(halving.next(0, scored(-900, none, none, -1000))).containsExactly(0, 3);
    assertThat(halving.next(0, scored(none, none, -1000, none))).containsExactly(0, 2);
    assertThat(halving.next(0, scored(-900, none, none, none))).containsExactly(0);
    assertThat(Halving.ranked(scored(none, -5, none, -1000)))
        .extracting(Scored::trial)
        .containsExactly(1, 3, 0, 2);
  }

  @Test
  void ofEqualTrialsTheLowerNumberIsFirst() {
    assertThat(Halving.ranked(scored(2, 3, 3, 2)))
        .extracting(Scored::trial)
        .containsExactly(1, 2, 0, 3);
    assertThat(new Halving(4, 2, 2, 900).next(0, scored(2, 3, 3, 3))).containsExactly(0, 1, 2);
  }

  @Test
  void whatLeavesNothingToCompareIsRefused() {
    assertThatThrownBy(() -> Halving.of(1, 3, 900)).hasMessageContaining("--trials must be in [2,");
    assertThatThrownBy(() -> Halving.of(9, 1, 900))
        .hasMessageContaining("--eta must be at least 2");
    assertThatThrownBy(() -> new Halving(9, 3, 4, 900))
        .hasMessageContaining("--rungs must be in [1, 3]");
    assertThatThrownBy(() -> new Halving(9, 3, 0, 900))
        .hasMessageContaining("--rungs must be in [1, 3]");
  }
}
