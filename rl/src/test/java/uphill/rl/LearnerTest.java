package uphill.rl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import uphill.env.Ending;
import uphill.env.Env;
import uphill.env.TimeLimit;
import uphill.env.vector.VectorEnv;
import uphill.kernel.ScalarKernels;
import uphill.kernel.Workers;
import uphill.rl.algorithms.VpgConfig;
import uphill.rl.data.Metrics;
import uphill.rl.data.Rollout;
import uphill.rl.data.Sampling;

class LearnerTest {

  private static final VpgConfig CUT =
      Trial.with(VpgConfig.classicControl(), "envs", "2", "batch_steps", "64", "hidden", "4");
  private static final VpgConfig WHOLE =
      Trial.with(VpgConfig.simple(), "batch_steps", "64", "hidden", "4");

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void aRoundIsGatheredAsTheConfigSays(boolean whole) {
    Trial trial = Trial.of(whole ? WHOLE : CUT, () -> new TimeLimit(new Chain(), 30), 1);

    trial.learner.gather();

    Rollout rollout = trial.agent.rollout();
    assertThat(rollout.rows()).isBetween(64, whole ? 64 + 30 - 1 : 64);
    assertThat(rollout.ended[rollout.rows() - 1].ended()).isTrue();
    assertThat(rollout.count(Ending.CUT) > 0).isEqualTo(!whole);
    assertThat(trial.learner.sampling().wholeEpisodes()).isEqualTo(whole);
  }

  /// θ and φ after three updates.
  private static List<float[]> learnt(Trial trial) {
    trial.train(3);
    return List.of(trial.parameters("policy").clone(), trial.parameters("critic").clone());
  }

  @Test
  void roundsMayBeGatheredElsewhere() {
    Trial trial = Trial.of(CUT, Chain::new, 1);
    List<Integer> rounds = new ArrayList<>();
    trial.learner.gatheredBy(
        (rollout, sampling) -> {
          rounds.add(sampling.steps());
          trial.learner.sampler().fill(rollout, sampling);
        });

    assertThat(learnt(trial))
        .usingRecursiveComparison()
        .isEqualTo(learnt(Trial.of(CUT, Chain::new, 1)));
    assertThat(rounds).containsExactly(64, 64, 64);
  }

  @Test
  void everyGradientIsAveragedOverRanks() {
    List<Integer> averaged = new ArrayList<>();
    List<Env> worlds = List.of(new Chain(), new Chain());
    VectorEnv envs = new VectorEnv("world", worlds);
    Setup setup =
        Setup.of(1, envs, new ScalarKernels(), Workers.one())
            .averagedBy(gradient -> averaged.add(gradient.length));
    Learner learner = new Learner(CUT, envs, setup);

    learner.gather();
    learner.learn(new Progress(0, 1));

    int policy = size(setup, "policy");
    int critic = size(setup, "critic");
    assertThat(averaged).containsExactly(policy, critic, critic, critic, critic);
  }

  private static int size(Setup setup, String name) {
    return Objects.requireNonNull(setup.parameters().get(name), name).values().length;
  }

  /// An algorithm that ruins its parameters and does not look at them.
  private record Careless(VpgConfig config) implements AgentConfig {

    @Override
    public Agent create(Setup setup) {
      Agent careful = config.create(setup);
      return new Agent() {
        @Override
        public Actor explorer(int first, int rows) {
          return careful.explorer(first, rows);
        }

        @Override
        public Rollout rollout() {
          return careful.rollout();
        }

        @Override
        public void learn(Progress progress) {
          policy().parameters().values()[0] = Float.NaN;
        }

        @Override
        public Metrics metrics() {
          return careful.metrics();
        }

        @Override
        public Policy policy() {
          return careful.policy();
        }
      };
    }

    @Override
    public Policy policy(Setup setup) {
      return config.policy(setup);
    }

    @Override
    public Sampling sampling() {
      return config.sampling();
    }
  }

  @Test
  void parametersThatAreNotFiniteAreAnErrorWhateverTheAlgorithm() {
    Trial trial = Trial.of(new Careless(WHOLE), Bandit::new, 1);
    trial.learner.gather();

    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(() -> trial.learner.learn(new Progress(0, 1)))
        .withMessage("after the step the policy's parameters are not finite");
  }
}
