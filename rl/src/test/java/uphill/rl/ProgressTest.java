package uphill.rl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressTest {

  @ParameterizedTest
  @CsvSource({"0, 4, 1", "1, 4, 0.75", "4, 4, 0", "0, 1, 1", "3000000000, 4000000000, 0.25"})
  void whatRemainsFallsLinearlyFromOneToZero(long done, long total, double remaining) {
    assertThat(new Progress(done, total).remaining()).isEqualTo(remaining);
  }

  @ParameterizedTest
  @CsvSource({"-1, 4", "5, 4", "0, 0", "0, -1"})
  void nothingLiesBeforeTheBeginningOrBehindTheEnd(long done, long total) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Progress(done, total))
        .withMessage("%s rounds of %s are no progress", Long.toString(done), Long.toString(total));
  }
}
