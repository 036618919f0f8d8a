package uphill.rl.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RowLogTest {

  private static final int CAPACITY = 4;

  /// A log of the rows (0, 0.5), (1, 1.5) …
  private static RowLog filled(int rows) {
    RowLog log = new RowLog(2, CAPACITY);
    for (int k = 0; k < rows; k++) {
      add(log, k);
    }
    return log;
  }

  private static void add(RowLog log, int k) {
    log.add(new float[] {9, 9, k, k + 0.5f}, 2);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 4, 5, 8, 11})
  void theLastRowsAreHeldWhereTheyAreLookedFor(int rows) {
    RowLog log = filled(rows);

    assertThat(log.added()).isEqualTo(rows);
    assertThat(log.held()).isEqualTo(Math.min(rows, CAPACITY));
    for (int k = rows - log.held(); k < rows; k++) {
      assertThat(log.rows()[log.at(k)]).isEqualTo(k);
      assertThat(log.rows()[log.at(k) + 1]).isEqualTo(k + 0.5f);
    }
  }

  @Test
  void theArrayStaysTheSame() {
    RowLog log = filled(1);
    float[] rows = log.rows();

    for (int k = 1; k < 20; k++) {
      add(log, k);
    }

    assertThat(log.rows()).isSameAs(rows).hasSize(2 * CAPACITY);
  }

  /// A saved log is read back: its last rows are given to one that goes back to where they begin.
  @ParameterizedTest
  @ValueSource(ints = {0, 3, 4, 7, 9})
  void aLogThatGoesBackAndIsGivenItsRowsIsAsItWas(int rows) {
    RowLog was = filled(rows);
    RowLog log = filled(13);

    log.goBackTo(rows - was.held());
    for (int k = rows - was.held(); k < rows; k++) {
      add(log, k);
    }

    assertThat(log.added()).isEqualTo(rows);
    for (int k = rows - was.held(); k < rows; k++) {
      assertThat(log.rows()[log.at(k)]).isEqualTo(was.rows()[was.at(k)]);
    }
    add(log, rows);
    add(was, rows);
    assertThat(log.at(rows)).isEqualTo(was.at(rows));
    assertThat(log.held()).isEqualTo(was.held());
  }

  /// Rows beyond 2³¹ are rows like others.
  @Test
  void aRowHasItsPlaceHoweverManyCameBefore() {
    RowLog log = filled(0);
    log.goBackTo(3_000_000_001L);

    log.add(new float[] {1, 2}, 0);

    assertThat(log.added()).isEqualTo(3_000_000_002L);
    assertThat(log.held()).isEqualTo(CAPACITY);
    assertThat(log.at(3_000_000_001L)).isEqualTo(2 * 1);
    assertThat(log.rows()[log.at(3_000_000_001L)]).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"0, 4, empty", "2, 0, empty", "3, 1000000000, more than an array holds"})
  void aLogThatCannotBeIsRefused(int floats, int capacity, String why) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new RowLog(floats, capacity))
        .withMessage(
            "a log of %s rows of %s numbers is %s: take a smaller capacity",
            Integer.toString(capacity), Integer.toString(floats), why);
  }
}
