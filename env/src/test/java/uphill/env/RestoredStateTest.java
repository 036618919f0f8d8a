package uphill.env;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import uphill.env.vector.VectorEnv;

/// A saved state comes from a file, and a file from anywhere.
class RestoredStateTest {

  private static VectorEnv two(String id) {
    VectorEnv envs = new VectorEnv(id, List.of(Environments.create(id), Environments.create(id)));
    envs.reset(3);
    return envs;
  }

  private static void refused(VectorEnv envs, long[] state, String why) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> envs.restore(state))
        .withMessageStartingWith(envs.name() + ": not a state of ")
        .withMessageContaining(why);
  }

  /// The first word says how many words the first environment has.
  @ParameterizedTest
  @ValueSource(longs = {-1, 1L << 20, (1L << 31) - 1, (1L << 32) + 16, Long.MIN_VALUE})
  void aLengthThatIsNotThereIsRefusedBeforeItTakesMemory(long length) {
    VectorEnv envs = two("CartPole-v1");
    long[] state = envs.state();
    state[0] = length;

    refused(envs, state, state.length + " words");
  }

  @Test
  void aStateOfMoreEnvironmentsIsRefused() {
    VectorEnv envs = two("CartPole-v1");
    long[] state = envs.state();

    refused(
        envs,
        Arrays.copyOf(state, state.length + 1),
        String.format(Locale.ROOT, "%d words", state.length + 1));
    for (int length = 0; length < state.length; length++) {
      refused(envs, Arrays.copyOf(state, length), "");
    }
  }

  /// No column and no value of a world is NaN: neither the bits of a double nor those of floats.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Acrobot-v1",
        "CartPole-v1",
        "MountainCar-v0",
        "MountainCarContinuous-v0",
        "Pendulum-v1"
      })
  void aNumberThatIsNotFiniteIsRefused(String id) {
    VectorEnv envs = two(id);
    long[] start = envs.state();
    int columns = 1 + (int) start[0]; // the time limit's count, the world's values, a generator
    int reward = columns + 1;
    int episodeReturn = columns + 3;
    int observation = columns + 5;
    for (int at : List.of(2, 3, reward, episodeReturn, observation)) {
      long[] state = start.clone();
      state[at] = 0x7ff8000000000000L; // NaN as a double, and NaN and 0 as floats
      refused(envs, state, at < columns ? " is NaN" : "is not finite");
    }
    assertThatNoException().isThrownBy(() -> envs.restore(start));
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 1L << 31, 1L << 32, Long.MIN_VALUE})
  void stepsOfAnEpisodeThatAreNoCountAreRefused(long steps) {
    VectorEnv envs = two("Pendulum-v1");
    long[] inLimit = envs.state();
    inLimit[1] = steps;
    long[] inColumn = envs.state();
    inColumn[1 + (int) inColumn[0] + 4] = steps;

    refused(envs, inLimit, "TimeLimit: a state begins with the steps of the episode so far, got");
    refused(envs, inColumn, "it is in step " + steps);
  }

  @Test
  void theStateOfAnotherWorldIsRefused() {
    List<String> ids = Environments.all().stream().map(EnvSpec::id).toList();
    Stream<String> others = ids.stream().filter(id -> !id.equals("CartPole-v1"));

    VectorEnv envs = two("CartPole-v1");
    others.forEach(id -> refused(envs, two(id).state(), ""));
  }
}
