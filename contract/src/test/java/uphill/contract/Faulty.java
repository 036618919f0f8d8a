package uphill.contract;

import java.util.ArrayList;
import java.util.List;
import uphill.autodiff.Parameters;
import uphill.autodiff.Tensor;
import uphill.kernel.Kernels;
import uphill.kernel.Rng;
import uphill.kernel.ScalarKernels;
import uphill.nn.Activation;
import uphill.nn.Descent;
import uphill.nn.Distribution;
import uphill.rl.Actor;
import uphill.rl.Agent;
import uphill.rl.AgentConfig;
import uphill.rl.Network;
import uphill.rl.Normalization;
import uphill.rl.Normalizer;
import uphill.rl.Policy;
import uphill.rl.PolicyActor;
import uphill.rl.Progress;
import uphill.rl.Purpose;
import uphill.rl.Setup;
import uphill.rl.State;
import uphill.rl.data.Metrics;
import uphill.rl.data.Rollout;
import uphill.rl.data.RowLog;
import uphill.rl.data.Sampling;

/// A small agent with every kind of state, which makes one mistake, or none.
final class Faulty implements Agent {

  private static final int ENVS = 4;

  /// The mistake.
  enum Fault {
    NONE,
    STATIC_FIELD,
    FORGOTTEN_COUNTER,
    FORGOTTEN_GENERATOR,
    FORGOTTEN_TARGET,
    FORGOTTEN_NOISE,
    COPY_OF_COUNTER,
    OTHER_NAME_LATER,
    NOISE_OF_EACH_ACTOR,
    OTHER_NUMBERS_ON_VECTORS,
    ALLOCATES,
    INFINITE_METRIC,
    LEARNS_NOTHING,
    OTHER_POLICY,
    OTHER_NORMALIZER,
    LOSS_WITHOUT_MASK,
    DOES_WHAT_IS_NOT_ALLOWED
  }

  record Config(Fault fault) implements AgentConfig {
    private static final Network NETWORK = Network.of(Activation.TANH, 8, 8);

    @Override
    public Agent create(Setup setup) {
      return new Faulty(fault, setup);
    }

    @Override
    public Policy policy(Setup setup) {
      return Policy.of(
          fault == Fault.OTHER_POLICY ? Network.of(Activation.TANH, 8) : NETWORK, setup);
    }

    @Override
    public Sampling sampling() {
      return new Sampling(ENVS, /* steps= */ 16, /* rounds= */ 4, /* wholeEpisodes= */ false);
    }
  }

  private static long made;

  private final Fault fault;
  private final Kernels kernels;
  private final Policy policy;
  private final Rollout rollout;
  private final RowLog rows;
  private final Rng own = Rng.seeded(3);
  private final Rng replay;
  private final Descent descent;
  private final Parameters target;
  private final Rollout.Column weight;
  private final long[] steps = new long[1];
  private final float[] noise = new float[ENVS];
  private final List<float[]> garbage = new ArrayList<>();
  private final Metrics metrics = new Metrics(List.of("loss", "never"));
  private final int[] order = new int[8];
  private final float[] row = new float[1];
  private final float age;

  Faulty(Fault fault, Setup setup) {
    this.fault = fault;
    age = fault == Fault.STATIC_FIELD ? made++ : 0;
    kernels = setup.kernels();
    Normalizer normalizer =
        fault == Fault.OTHER_NORMALIZER
            ? Normalizer.of(new Normalization(true, 0, false, 0), setup)
            : Normalizer.none();
    policy = Policy.of(Config.NETWORK, normalizer, setup);
    rollout = setup.rollout(new Config(fault).sampling(), policy);
    weight = rollout.extra("weight");
    rows = setup.log("rewards", 1, 40);
    replay = setup.stream(Purpose.REPLAY);
    target = fault == Fault.FORGOTTEN_TARGET ? new Parameters() : setup.parameters("target");
    policy.parameters().entries().forEach(e -> target.add(e.name(), e.rows(), e.columns()));
    Distribution pi =
        fault == Fault.LOSS_WITHOUT_MASK && setup.masksActions()
            ? policy.distribution(rollout.input("observation"), rollout.input("mask").mul(0))
            : policy.distribution(rollout);
    Tensor score = pi.logProb(rollout.input("action")).mul(rollout.input("weight"));
    descent =
        setup.descent(policy.parameters()).term("loss", score.mean().neg()).build().feed(rollout);
  }

  @Override
  public Actor explorer(int first, int count) {
    PolicyActor actor = new PolicyActor(policy, count, kernels);
    float[] lasting =
        fault == Fault.NOISE_OF_EACH_ACTOR || fault == Fault.FORGOTTEN_NOISE
            ? new float[ENVS]
            : noise;
    return new Actor() {
      @Override
      public void read(float[] inputs, int at, float[] mask, int maskAt, int count) {
        actor.read(inputs, at, mask, maskAt, count);
      }

      @Override
      public void sample(int row, Rng random, float[] action, int at) {
        actor.sample(row, random, action, at);
        int n = fault == Fault.NOISE_OF_EACH_ACTOR ? 0 : first + row;
        lasting[n] = (float) (0.9 * lasting[n] + random.random() - 0.5);
        boolean may = policy.masksActions() == (fault == Fault.DOES_WHAT_IS_NOT_ALLOWED);
        if (lasting[n] > 0.5 && may) {
          action[at] = action[at] == 0 ? 1 : 0;
        }
      }
    };
  }

  @Override
  public void learn(Progress progress) {
    float[] psi = weight.values();
    for (int i = 0; i < rollout.rows(); i++) {
      row[0] = rollout.reward[i] + rollout.observation[i * rollout.observationSize() + 2];
      rows.add(row, 0);
      long drawn = rows.added() - 1 - replay.choice(rows.held());
      psi[i] = rows.rows()[rows.at(drawn)] + target.values()[0];
    }
    steps[0]++;
    if (steps[0] % 3 == 0) {
      psi[0] += 1;
    }
    switch (fault) {
      case STATIC_FIELD -> psi[1] += age;
      case FORGOTTEN_GENERATOR -> psi[1] += own.randomFloat();
      case OTHER_NUMBERS_ON_VECTORS -> psi[1] += kernels instanceof ScalarKernels ? 0 : 1;
      case ALLOCATES -> {
        garbage.clear();
        garbage.add(new float[100]);
      }
      case INFINITE_METRIC -> metrics.add("never", 1 / 0.0);
      default -> {}
    }
    for (int j = 0; j < order.length; j++) {
      order[j] = replay.choice(rollout.rows());
    }
    descent.step(order, 0, order.length, fault == Fault.LEARNS_NOTHING ? 0 : 0.01);
    metrics.add("loss", descent.value("loss"));
    target.follow(policy.parameters(), 0.1, kernels);
  }

  @Override
  public void state(State state) {
    switch (fault) {
      case FORGOTTEN_COUNTER -> {}
      case COPY_OF_COUNTER -> state.longs("steps", new long[] {steps[0]});
      case OTHER_NAME_LATER -> state.longs(steps[0] == 0 ? "steps" : "later", steps);
      default -> state.longs("steps", steps);
    }
    state.floats("noise", noise);
  }

  @Override
  public Rollout rollout() {
    return rollout;
  }

  @Override
  public Metrics metrics() {
    return metrics;
  }

  @Override
  public Policy policy() {
    return policy;
  }
}
