package uphill.rl;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import uphill.autodiff.Parameters;
import uphill.autodiff.Tensor;
import uphill.env.classic.CartPole;
import uphill.env.vector.VectorEnv;
import uphill.kernel.ScalarKernels;
import uphill.kernel.Workers;
import uphill.nn.Activation;
import uphill.rl.data.Metrics;
import uphill.rl.data.Rollout;
import uphill.rl.data.Sampling;

/// What a run that is resumed could not restore is refused before the run begins, or where it is
/// asked for.
class ListingTest {

  /// An agent that does something while it is made, while it learns, and for its state.
  private record Config(Consumer<Made> making, Consumer<Setup> learning, Consumer<State> naming)
      implements AgentConfig {
    @Override
    public Agent create(Setup setup) {
      return new Made(this, setup);
    }

    @Override
    public Policy policy(Setup setup) {
      return Policy.of(Network.of(Activation.TANH, 4), setup);
    }

    @Override
    public Sampling sampling() {
      return new Sampling(/* envs= */ 1, /* steps= */ 4, /* rounds= */ 1, false);
    }
  }

  private static final class Made implements Agent {
    private final Config config;
    private final Setup setup;
    private final Rollout rollout;
    private Policy policy;

    private Made(Config config, Setup setup) {
      this.config = config;
      this.setup = setup;
      policy = config.policy(setup);
      rollout = setup.rollout(config.sampling(), policy);
      config.making.accept(this);
    }

    @Override
    public Actor explorer(int first, int rows) {
      return new PolicyActor(policy, rows, setup.kernels());
    }

    @Override
    public Rollout rollout() {
      return rollout;
    }

    @Override
    public void learn(Progress progress) {
      config.learning.accept(setup);
    }

    @Override
    public Metrics metrics() {
      return new Metrics(List.of());
    }

    @Override
    public Policy policy() {
      return policy;
    }

    @Override
    public void state(State state) {
      config.naming.accept(state);
    }
  }

  private static void making(Consumer<Made> making) {
    learn(new Config(making, _ -> {}, _ -> {}));
  }

  private static void learning(Consumer<Setup> learning) {
    learn(new Config(_ -> {}, learning, _ -> {}));
  }

  private static void learn(Config config) {
    try (VectorEnv envs = new VectorEnv("CartPole", List.of(new CartPole()))) {
      Learner learner = new Learner(config, envs, 0, new ScalarKernels(), Workers.one());
      learner.gather();
      learner.learn(new Progress(0, 1));
    }
  }

  /// A copy is the way to a target network that suggests itself.
  @Test
  void parametersThatALossOnlyReadsMustBeListedToo() {
    assertThatThrownBy(
            () ->
                making(
                    made -> {
                      Parameters copy = new Parameters();
                      Tensor offset = Tensor.repeat(copy.add("offset", 1, 1));
                      made.setup
                          .descent(made.policy.parameters())
                          .term("loss", offset.square().mean())
                          .build();
                    }))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the descent of \"policy\" reads them, but these parameters were not made by"
                + " Setup.parameters(…), so nobody would save them: Parameters[offset [1, 1]]");
  }

  @Test
  void aPolicyOfAnotherSetupIsRefused() {
    assertThatThrownBy(
            () ->
                making(
                    made ->
                        made.policy =
                            made.config.policy(
                                Setup.acting(made.setup.observations(), made.setup.actions()))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("the policy acts by them, but these parameters were not made by");
  }

  @Test
  void aNameGivenTwiceInTheStateIsRefused() {
    Config config =
        new Config(
            _ -> {},
            _ -> {},
            state -> {
              state.longs("n", new long[1]);
              state.floats("n", new float[1]);
            });

    assertThatThrownBy(() -> learn(config))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("names \"n\" twice");
  }

  @Test
  void whatIsAskedForAfterTheAgentWasMadeIsRefused() {
    String late = "asked for after the agent was made, so a run that is resumed would not restore";

    assertThatThrownBy(() -> learning(setup -> setup.stream(Purpose.NOISE)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("the stream NOISE: " + late);
    assertThatThrownBy(() -> learning(setup -> setup.parameters("late")))
        .hasMessageStartingWith("parameters \"late\": " + late);
    assertThatThrownBy(() -> learning(setup -> setup.log("late", 1, 1)))
        .hasMessageStartingWith("the log \"late\": " + late);
    assertThatThrownBy(
            () -> learning(setup -> setup.descent(setup.parameters().firstEntry().getValue())))
        .hasMessageStartingWith("the descent of \"policy\": " + late);
  }

  @Test
  void aStreamThatWasAskedForBeforeIsThere() {
    Config config =
        new Config(
            made -> made.setup.stream(Purpose.NOISE),
            setup -> setup.stream(Purpose.NOISE).nextLong(),
            _ -> {});

    learn(config);
  }

  @Test
  void namesThatBecomeThoseOfMatricesAndFilesAreWords() {
    for (String name : List.of("", "policy.m", "Policy", "../x", "1")) {
      assertThatThrownBy(() -> making(made -> made.setup.parameters(name)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("a-z, 0-9 and _, a letter first: got \"" + name + "\"");
      assertThatThrownBy(() -> making(made -> made.setup.log(name, 1, 1)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("got \"" + name + "\"");
    }
  }
}
