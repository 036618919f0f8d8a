package uphill.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class CurveTest {

  @Test
  void aGridIsEvenAndEndsAtTheEnd() {
    assertThat(Curve.grid(1000, 4)).containsExactly(250, 500, 750, 1000);
  }

  @Test
  void aValueIsTheMeanOfTheEpisodesThatEndedInTheWindow() {
    long[] endedAt = {5, 10, 15, 20};
    double[] episodeReturn = {1, 2, 4, 8};

    Curve curve = Curve.of(endedAt, episodeReturn, new double[] {10, 20}, 10);

    assertThat(curve.value()).containsExactly(1.5, 6);
  }

  @Test
  void theWindowIsOpenBelowAndClosedAbove() {
    long[] endedAt = {10, 20};
    double[] episodeReturn = {1, 100};

    Curve curve = Curve.of(endedAt, episodeReturn, new double[] {20}, 10);

    assertThat(curve.value()).containsExactly(100);
  }

  @Test
  void aWindowWiderThanTheGridSmoothsOverSeveralPoints() {
    long[] endedAt = {10, 20, 30};
    double[] episodeReturn = {3, 6, 9};

    Curve curve = Curve.of(endedAt, episodeReturn, new double[] {10, 20, 30}, 20);

    assertThat(curve.value()).containsExactly(3, 4.5, 7.5);
  }

  @Test
  void beforeTheFirstEpisodeTheValueIsAbsent() {
    Curve curve = Curve.of(new long[] {25}, new double[] {7}, new double[] {10, 20, 30}, 10);

    assertThat(curve.value()).containsExactly(Double.NaN, Double.NaN, 7);
    assertThat(curve.present(1)).isFalse();
    assertThat(curve.present(2)).isTrue();
  }

  @Test
  void whereNoEpisodeEndedTheValueBeforeRemains() {
    Curve curve =
        Curve.of(new long[] {5, 40}, new double[] {7, 9}, new double[] {10, 20, 30, 40}, 10);

    assertThat(curve.value()).containsExactly(7, 7, 7, 9);
  }

  @Test
  void episodesThatEndTogetherAllCount() {
    Curve curve = Curve.of(new long[] {8, 8, 8}, new double[] {1, 2, 6}, new double[] {8}, 1);

    assertThat(curve.value()).containsExactly(3);
  }

  @Test
  void aConstantReturnIsAFlatCurveWhateverTheWindow() {
    long[] endedAt = {3, 14, 15, 92, 653};
    double[] episodeReturn = {500, 500, 500, 500, 500};

    Curve curve = Curve.of(endedAt, episodeReturn, Curve.grid(653, 100), 33);

    assertThat(curve.value()).containsOnly(500);
  }

  @Test
  void columnsOfDifferentLengthDoNotFit() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Curve.of(new long[2], new double[3], new double[] {1}, 1))
        .withMessage("2 steps and 3 returns do not fit");
  }
}
