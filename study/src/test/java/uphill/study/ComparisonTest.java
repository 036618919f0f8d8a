package uphill.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import uphill.lab.config.SeedList;
import uphill.lab.evaluation.Statistics.Interval;

class ComparisonTest {

  private static final double ROUNDING = 1e-12;

  private static Side side(String place, double... scores) {
    SeedList seeds = new SeedList(LongStream.range(0, scores.length).boxed().toList());
    return new Side(place, "CartPole-v1", seeds, scores);
  }

  private static Comparison compare(double[] a, double[] b) {
    return Comparison.of(side("a", a), side("b", b));
  }

  /// 1 is above none of 2, 2, 4; 2 ties with two of them; 3 is above two: (0 + 2·½ + 2) / 9.
  @Test
  void theProbabilityCountsPairsAndATieHalf() {
    Comparison comparison = compare(new double[] {1, 2, 3}, new double[] {2, 4, 2});

    assertThat(comparison.probability()).isEqualTo(3.0 / 9, within(ROUNDING));
    assertThat(compare(new double[] {2, 4, 2}, new double[] {1, 2, 3}).probability())
        .isEqualTo(6.0 / 9, within(ROUNDING));
  }

  /// The interquartile mean of 1 … 7 and 100 is that of 3 … 6, 4.5; of 11 … 13 and 20 that of 12
  /// and 13, 12.5.
  @Test
  void theDifferenceIsThatOfTheInterquartileMeans() {
    Comparison comparison =
        compare(new double[] {100, 1, 7, 2, 6, 3, 5, 4}, new double[] {20, 11, 13, 12});

    assertThat(comparison.difference()).isEqualTo(4.5 - 12.5);
  }

  /// Two draws of 0 and 1 are both 0, or both 1, a quarter of the times each, so the quantiles of
  /// 2.5 % and 97.5 % are those; the other side is always ½.
  @Test
  void intervalsAreThoseOfResampledSeeds() {
    Comparison comparison = compare(new double[] {0, 1}, new double[] {0.5, 0.5});

    assertThat(comparison.probability()).isEqualTo(0.5);
    assertThat(comparison.probabilityInterval()).isEqualTo(new Interval(0, 1));
    assertThat(comparison.differenceInterval()).isEqualTo(new Interval(-0.5, 0.5));
  }

  /// Of each side a draw is all 0 or all 1 in a quarter of the times; A less B is 1 with a
  /// probability of 1/16, which is more than 2.5 %.
  @Test
  void bothSidesAreResampled() {
    Comparison comparison = compare(new double[] {0, 1}, new double[] {0, 1});

    assertThat(comparison.differenceInterval()).isEqualTo(new Interval(-1, 1));
    assertThat(comparison.probabilityInterval()).isEqualTo(new Interval(0, 1));
  }

  @Test
  void whatIsAboveInEveryPairIsBetterAndTheOtherWayRound() {
    double[] high = {5, 6, 7, 8, 9};
    double[] low = {0, 1, 2, 3, 4};

    assertThat(compare(high, low).probabilityInterval()).isEqualTo(new Interval(1, 1));
    assertThat(compare(high, low).sentence()).startsWith("A is better").contains("100 %");
    assertThat(compare(low, high).sentence()).startsWith("B is better").contains("100 %");
  }

  @Test
  void equalScoresDoNotTell() {
    double[] same = {500, 500, 500, 500, 500};

    Comparison comparison = compare(same, same);

    assertThat(comparison.probability()).isEqualTo(0.5);
    assertThat(comparison.probabilityInterval()).isEqualTo(new Interval(0.5, 0.5));
    assertThat(comparison.sentence()).startsWith("These seeds do not tell");
  }

  @Test
  void fewerThanFiveSeedsOnASideAreNotEnough() {
    double[] four = {5, 6, 7, 8};
    double[] five = {0, 1, 2, 3, 4};

    assertThat(compare(four, five).hasEnough()).isFalse();
    assertThat(compare(four, five).sentence())
        .isEqualTo("Not enough seeds to say: expected 5 of each at least, got 4 of A and 5 of B.");
    assertThat(compare(five, four).hasEnough()).isFalse();
    assertThat(compare(five, five).hasEnough()).isTrue();
  }

  @Test
  void returnsOfTwoWorldsDoNotCompare() {
    Side lake = new Side("lake", "FrozenLake-v1", new SeedList(List.of(0L)), new double[] {1});

    assertThatThrownBy(() -> Comparison.of(side("pole", 1), lake))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("pole is of CartPole-v1 and lake of FrozenLake-v1");
  }
}
