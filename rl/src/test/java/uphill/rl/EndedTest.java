package uphill.rl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import uphill.env.Ending;
import uphill.env.vector.VectorEnv;
import uphill.kernel.Rng;
import uphill.nn.Activation;
import uphill.rl.data.Rollout;

class EndedTest {

  /// Writes down what it is told, with the first of its environments.
  private record Listening(int first, List<String> told) implements Actor {
    @Override
    public void read(float[] inputs, int at, float[] mask, int maskAt, int rows) {}

    @Override
    public void sample(int row, Rng random, float[] action, int at) {
      action[at] = 0;
      told.add("environment " + (first + row) + " acts");
    }

    @Override
    public void ended(int row) {
      told.add("environment " + (first + row) + " ended");
    }
  }

  /// Of 5 steps, with episodes of 2 and of 3: not of the one that the batch cuts.
  @Test
  void anActorIsToldOfEveryEpisodeThatEndsAfterTheActionThatEndedIt() {
    var envs =
        new VectorEnv(
            "Counter",
            List.of(
                Counter.ending(Ending.TERMINATED, 2),
                Counter.ending(Ending.TRUNCATED, 3),
                Counter.ending(Ending.TERMINATED, 100)));
    envs.reset(1);
    Policy policy =
        Policy.of(
            Network.of(Activation.TANH), Setup.acting(envs.observationSpace(), envs.actionSpace()));
    List<String> told = Collections.synchronizedList(new ArrayList<>());
    Rng[] random = {Rng.seeded(0), Rng.seeded(1), Rng.seeded(2)};
    try (var threads = new Threads(2)) {
      new Sampler(
              envs,
              policy,
              (first, _) -> new Listening(first, told),
              Critic.Valuation.zero(),
              random,
              threads)
          .fill(new Rollout(15, 3, 1, 1, 0));
    }

    assertThat(of(0, told))
        .containsExactly("acts", "acts", "ended", "acts", "acts", "ended", "acts");
    assertThat(of(1, told)).containsExactly("acts", "acts", "acts", "ended", "acts", "acts");
    assertThat(of(2, told)).containsExactly("acts", "acts", "acts", "acts", "acts");
  }

  private static List<String> of(int env, List<String> told) {
    String prefix = "environment " + env + " ";
    return told.stream()
        .filter(line -> line.startsWith(prefix))
        .map(line -> line.substring(prefix.length()))
        .toList();
  }
}
