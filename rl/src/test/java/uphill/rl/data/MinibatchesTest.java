package uphill.rl.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import uphill.kernel.Rng;

class MinibatchesTest {

  private static final int CAPACITY = 20;

  private final Minibatches minibatches = new Minibatches(Rng.seeded(1));

  @ParameterizedTest
  @CsvSource({
    // rows, size, minibatches, rows of the last
    "20, 5, 4, 5",
    "20, 6, 4, 2",
    "17, 16, 2, 1",
    "17, 17, 1, 17",
    "17, 100, 1, 17",
    "20, 1, 20, 1",
    "1, 3, 1, 1",
  })
  void everyRowIsInExactlyOneMinibatchOfAnEpoch(int rows, int size, int count, int last) {
    int[] order = epoch(rows, size);

    assertThat(order).containsExactlyInAnyOrder(IntStream.range(0, rows).toArray());
    assertThat(minibatches.count()).isEqualTo(count);
    assertThat(minibatches.rows(count - 1)).isEqualTo(last);
  }

  @Test
  void theOrderIsDrawnAnewForEveryEpoch() {
    assertThat(epoch(CAPACITY, 5)).isNotEqualTo(epoch(CAPACITY, 5));
  }

  @Test
  void theOrderIsThatOfTheSeed() {
    assertThat(epoch(CAPACITY, 5)).isEqualTo(epoch(new Minibatches(Rng.seeded(1)), CAPACITY, 5));
  }

  @Test
  void anEpochDoesNotDependOnTheOneBefore() {
    var used = new Minibatches(Rng.seeded(2));
    int[] before = epoch(used, 7, 3);
    int[] after = epoch(used, 12, 4);

    assertThat(before).containsExactlyInAnyOrder(IntStream.range(0, 7).toArray());
    assertThat(after).containsExactlyInAnyOrder(IntStream.range(0, 12).toArray());
  }

  /// Of 20 rows, the first place falls to each in one epoch of 20.
  @Test
  void everyRowIsAsLikelyToComeFirst() {
    int epochs = 10_000;
    int[] first = new int[CAPACITY];
    for (int e = 0; e < epochs; e++) {
      first[epoch(CAPACITY, 7)[0]]++;
    }

    // 500 expected, with a standard deviation of √(10000·0.05·0.95) = 22
    assertThat(IntStream.of(first).boxed()).allMatch(count -> count > 400 && count < 600);
  }

  @Test
  void sizeZeroIsTheWholeBatchInItsOwnOrderAndDrawsNothing() {
    Rng random = Rng.seeded(3);
    var whole = new Minibatches(random);

    assertThat(epoch(whole, 9, 0)).isEqualTo(IntStream.range(0, 9).toArray());
    assertThat(whole.count()).isEqualTo(1);
    assertThat(random.state()).isEqualTo(Rng.seeded(3).state());
  }

  @Test
  void aBatchWithoutRowsHasNoMinibatch() {
    assertThat(epoch(0, 0)).isEmpty();
    assertThat(epoch(0, 5)).isEmpty();
  }

  @Test
  void sizesBelowZeroAreRefusedInASentence() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> minibatches.begin(8, -1))
        .withMessageEndingWith("got 8 rows in minibatches of -1");
  }

  private int[] epoch(int rows, int size) {
    return epoch(minibatches, rows, size);
  }

  /// Row numbers in the order of an epoch, minibatch by minibatch.
  private static int[] epoch(Minibatches minibatches, int rows, int size) {
    minibatches.begin(rows, size);
    return IntStream.range(0, minibatches.count())
        .flatMap(
            b ->
                IntStream.range(0, minibatches.rows(b))
                    .map(k -> minibatches.order()[minibatches.from(b) + k]))
        .toArray();
  }
}
