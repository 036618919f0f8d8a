package uphill.rl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import uphill.kernel.Rng;

class RunningMomentsTest {

  private static final int COLUMNS = 3;

  /// Rows far from 0, in rounds of several lengths.
  @Test
  void theyAreThoseOfTwoPassesOverAllRows() {
    Rng random = Rng.seeded(4);
    float[] rows = new float[5_000 * COLUMNS];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = (float) (100 * (i % COLUMNS) + random.standardNormal());
    }
    RunningMoments moments = new RunningMoments(COLUMNS);
    int added = 0;
    for (int count = 1; added < 5_000; count = Math.min(2 * count, 5_000 - added)) {
      float[] round = new float[count * COLUMNS];
      System.arraycopy(rows, added * COLUMNS, round, 0, round.length);
      moments.add(round, count);
      added += count;
    }

    assertThat(moments.count()).isEqualTo(5_000);
    for (int j = 0; j < COLUMNS; j++) {
      double mean = 0;
      for (int i = 0; i < added; i++) {
        mean += rows[i * COLUMNS + j] / (double) added;
      }
      double variance = 0;
      for (int i = 0; i < added; i++) {
        double off = rows[i * COLUMNS + j] - mean;
        variance += off * off / added;
      }
      assertThat(moments.mean(j)).isCloseTo(mean, within(1e-12 * Math.max(1, mean)));
      assertThat(moments.variance(j)).isCloseTo(variance, within(1e-12 * variance));
    }
  }

  @Test
  void whatDoesNotVaryHasItsValueAndNoVariance() {
    RunningMoments moments = new RunningMoments(1);
    for (int i = 0; i < 1_000; i++) {
      moments.add(0.1f);
    }

    assertThat(moments.mean(0)).isEqualTo(0.1f);
    assertThat(moments.variance(0)).isZero();
    assertThat(new RunningMoments(1).variance(0)).isZero();
  }
}
