package uphill.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A saved state comes from a file, and a file from anywhere.
class RestoredGeneratorTest {

  private static final int INCREMENT_LOW = 3;
  private static final int SPAWNED = 5;
  private static final int SEED_WORDS = 6;

  private static long[] state() {
    return Rng.seeded(7).state();
  }

  private static void refused(long[] state, String reason) {
    Rng rng = Rng.seeded(1);
    long[] before = rng.state();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> rng.restore(state))
        .withMessageStartingWith("not the state of a generator: " + reason);
    assertThat(rng.state()).isEqualTo(before);
  }

  /// 2³¹ − 2 and a few more is a negative int; 2³² + 2 is the int 2.
  @ParameterizedTest
  @ValueSource(longs = {0, -1, 3, (1L << 31) - 2, (1L << 31) - 1, (1L << 32) + 2, Long.MIN_VALUE})
  void aCountOfSeedWordsThatAreNotThereIsRefusedBeforeItTakesMemory(long words) {
    long[] state = state();
    state[SEED_WORDS] = words;

    refused(state, state.length + " words");
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 1L << 31, Long.MAX_VALUE})
  void aCountOfChildrenThatIsNoneIsRefused(long spawned) {
    long[] state = state();
    state[SPAWNED] = spawned;

    refused(state, state.length + " words");
  }

  @Test
  void aStateThatIsCutIsRefused() {
    for (int length = 0; length < state().length; length++) {
      refused(Arrays.copyOf(state(), length), length + " words");
    }
  }

  /// With increment and position 0 it would draw 0 for ever, and wait for another number for ever.
  @Test
  void anEvenIncrementIsRefused() {
    long[] state = state();
    Arrays.fill(state, 0, INCREMENT_LOW + 1, 0);

    refused(state, "its increment is even, expected an odd one");
  }
}
