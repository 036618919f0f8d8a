package uphill.rl.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import uphill.rl.OnPolicy;

class SamplingTest {

  @ParameterizedTest
  @CsvSource({"0, 8, 1", "2, 0, 1", "2, 8, 0", "3, 8, 1"})
  void aRoundIsSharedEvenlyByItsEnvironments(int envs, int steps, int rounds) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Sampling(envs, steps, rounds, /* wholeEpisodes= */ false))
        .withMessage(
            "%s rounds of %s steps cannot be taken by %s environments: the steps of a round must be"
                + " a multiple of them",
            Integer.toString(rounds), Integer.toString(steps), Integer.toString(envs));
  }

  @Test
  void wholeEpisodesAreOneRoundOfOneEnvironment() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Sampling(1, 8, 2, /* wholeEpisodes= */ true))
        .withMessage("whole episodes are learnt from in one round of an update, got 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Sampling(2, 8, 1, /* wholeEpisodes= */ true))
        .withMessage("whole episodes are sampled from one environment, got 2");
  }

  @Test
  void anUpdateIsAllItsRounds() {
    assertThat(new Sampling(2, 8, 5, false).stepsOfUpdate()).isEqualTo(40);
    assertThat(new Sampling(1, 2_000_000_000, 3, false).stepsOfUpdate()).isEqualTo(6_000_000_000L);
  }

  @Test
  void whatIsLearntFromOnceIsOneRound() {
    assertThat(new OnPolicy(4, 64, false).sampling()).isEqualTo(new Sampling(4, 64, 1, false));
    assertThat(new OnPolicy(1, 64, true).sampling()).isEqualTo(new Sampling(1, 64, 1, true));
  }
}
