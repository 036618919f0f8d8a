package uphill.contract;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import uphill.autodiff.Parameter;
import uphill.autodiff.Parameters;
import uphill.autodiff.Program;
import uphill.autodiff.Tensor;
import uphill.env.Ending;
import uphill.kernel.Rng;
import uphill.nn.Activation;
import uphill.nn.Batch;
import uphill.nn.Descent;
import uphill.nn.Initialization;
import uphill.nn.Mlp;
import uphill.nn.SquashedGaussian;
import uphill.rl.Actor;
import uphill.rl.Agent;
import uphill.rl.AgentConfig;
import uphill.rl.Network;
import uphill.rl.Policy;
import uphill.rl.PolicyActor;
import uphill.rl.Progress;
import uphill.rl.Purpose;
import uphill.rl.Setup;
import uphill.rl.State;
import uphill.rl.UniformActor;
import uphill.rl.data.Metrics;
import uphill.rl.data.Rollout;
import uphill.rl.data.RowLog;
import uphill.rl.data.Sampling;
import uphill.rl.setting.Setting;

/// For tests of what holds agents, whichever they are.
///
/// An agent with every kind of state that one which learns from replay has, and small: experience
/// in a log, uniform actions at first, noise that lasts, a critic whose target follows it, a
/// temperature that learns, a policy that steps every other time.
///
/// ```text
/// y    = r + γ·(Q̄(s′, ã′) − α·log π(ã′|s′))
/// L(φ) = mean (Q(s, a) − y)²
/// L(θ) = mean (α·log π(ã|s) − Q(s, ã))             ã = tanh(μ(s) + σ(s)·ξ), in the world's units
/// L(α) = −log α·mean (log π(ã|s) + H̄)
/// ```
public final class Replaying implements Agent {

  private static final double GAMMA = 0.9;
  private static final double TARGET_ENTROPY = -1;
  private static final double POLYAK = 0.05;

  /// Its settings.
  public record Config(
      @Setting(value = "environments", source = "here", min = 1, max = 16) int envs,
      @Setting(value = "rows that are remembered", source = "here", min = 1, max = 1_000_000)
          int capacity,
      @Setting(value = "rows before it learns", source = "here", min = 0, max = 1_000_000)
          int startSteps,
      @Setting(value = "rows of a step", source = "here", min = 1, max = 1_000) int minibatch,
      @Setting(value = "learning rate", source = "here", min = 0) double learningRate)
      implements AgentConfig {

    public Config() {
      this(
          /* envs= */ 2,
          /* capacity= */ 300,
          /* startSteps= */ 60,
          /* minibatch= */ 16,
          /* learningRate= */ 1e-3);
    }

    @Override
    public Agent create(Setup setup) {
      return new Replaying(this, setup);
    }

    @Override
    public Policy policy(Setup setup) {
      Network network = Network.of(Activation.TANH, 8, 8).with("log_std_of_state", true);
      return Policy.squashed(network, setup);
    }

    /// Rounds of one step, fifty to an update.
    @Override
    public Sampling sampling() {
      return new Sampling(envs, /* steps= */ envs, /* rounds= */ 50, /* wholeEpisodes= */ false);
    }

    @Override
    public double gamma() {
      return GAMMA;
    }
  }

  private final Config config;
  private final Setup setup;
  private final Policy policy;
  private final Rollout rollout;
  private final RowLog experience;
  private final Parameters critic;
  private final Parameters target;
  private final Rng replay;
  private final Rng noise;
  private final Program goal;
  private final Descent critics;
  private final Descent actor;
  private final Descent temperature;
  private final float[] row;
  private final Map<String, float[]> columns = new LinkedHashMap<>();
  private final long[] drawn;
  private final Batch batch =
      new Batch() {
        @Override
        public float[] column(String name) {
          return values(name);
        }

        @Override
        public long step(int row) {
          return drawn[row]; // every step is remembered, so the log counts them
        }
      };
  private final float[] surplus;
  private final long[] steps = new long[1];
  private final float[] lasting;
  private final Metrics metrics =
      new Metrics(List.of("critic_loss", "policy_loss", "log_prob", "temperature"));

  Replaying(Config config, Setup setup) {
    this.config = config;
    this.setup = setup;
    policy = config.policy(setup);
    rollout = setup.rollout(config.sampling(), policy);
    int seen = rollout.observationSize();
    int done = rollout.actionSize();
    experience = setup.log("experience", 2 * seen + done + 2, config.capacity());
    replay = setup.stream(Purpose.REPLAY);
    noise = setup.stream(Purpose.NOISE);
    lasting = new float[config.envs()];
    row = new float[experience.floats()];
    drawn = new long[config.minibatch()];

    critic = setup.parameters("critic");
    target = setup.parameters("target");
    int[] sizes = {seen + done, 8, 8, 1};
    Mlp q = new Mlp(critic, "", sizes, Activation.TANH);
    Mlp later = new Mlp(target, "", sizes, Activation.TANH);
    setup.initialize(Purpose.CRITIC, random -> q.initialize(Initialization.ORTHOGONAL, 1, random));
    target.follow(critic, 1, setup.kernels());
    Parameters thermostat = setup.parameters("temperature");
    Parameter log = thermostat.add("log", 1, 1);
    Tensor alpha = Tensor.repeat(log).exp();

    Tensor s = column("observation", seen);
    Tensor next = column("next_observation", seen);
    SquashedGaussian.Sample then =
        ((SquashedGaussian) policy.distribution(next)).sample(column("next_noise", done));
    Tensor worth = later.apply(read(next, then.action())).sub(alpha.mul(then.logProb()));
    Tensor y = column("reward", 1).add(column("discount", 1).mul(worth));
    goal = Program.with(setup.kernels()).output("y", y).build();

    Tensor error = q.apply(read(s, column("action", done))).sub(column("y", 1));
    critics = setup.descent(critic).term("q", error.square().mean()).build().feed(batch);

    SquashedGaussian pi = (SquashedGaussian) policy.distribution(s);
    SquashedGaussian.Sample now = pi.sample(column("noise", done));
    surplus = new float[config.minibatch()];
    actor =
        setup
            .descent(policy.parameters())
            .term("q", q.apply(read(s, now.action())).mean().neg())
            .term("entropy", alpha.mul(now.logProb()).mean())
            .output("log_prob", now.logProb())
            .heads(pi)
            .clip(1)
            .build()
            .feed(batch)
            .into("log_prob", surplus);

    temperature =
        setup
            .descent(thermostat)
            .term("temperature", Tensor.repeat(log).mul(column("surplus", 1)).mean().neg())
            .build()
            .feed(batch);
    goal.into("y", values("y"));
  }

  /// What a critic reads.
  private Tensor read(Tensor observation, Tensor action) {
    return observation.concat(policy.unit(action));
  }

  private Tensor column(String name, int width) {
    columns.computeIfAbsent(name, _ -> new float[width * config.minibatch()]);
    return Tensor.input(name, width);
  }

  private float[] values(String name) {
    return Objects.requireNonNull(columns.get(name), name);
  }

  @Override
  public Actor explorer(int first, int rows) {
    PolicyActor acting = new PolicyActor(policy, rows, setup.kernels());
    Actor noisy =
        new Actor() {
          @Override
          public void read(float[] inputs, int at, float[] mask, int maskAt, int count) {
            acting.read(inputs, at, mask, maskAt, count);
          }

          @Override
          public void sample(int k, Rng random, float[] action, int at) {
            acting.sample(k, random, action, at);
            int n = first + k;
            lasting[n] = (float) (0.9 * lasting[n] + 0.1 * random.standardNormal());
            action[at] += lasting[n];
          }
        };
    return UniformActor.until(
        () -> experience.added() >= config.startSteps(), setup.actions(), noisy);
  }

  @Override
  public void learn(Progress progress) {
    remember();
    if (experience.added() < config.startSteps()) {
      return;
    }
    draw();
    int rows = config.minibatch();
    goal.feed(columns).evaluate(rows, setup.workers());
    critics.step(rows, config.learningRate());
    metrics.add("critic_loss", critics.value("q"));
    if (++steps[0] % 2 == 0) {
      actor.step(rows, config.learningRate());
      metrics.add("policy_loss", actor.value("q") + actor.value("entropy"));
      double sum = 0;
      for (int i = 0; i < rows; i++) {
        sum += surplus[i];
        values("surplus")[i] = (float) (surplus[i] + TARGET_ENTROPY);
      }
      metrics.add("log_prob", sum / rows);
      temperature.step(rows, config.learningRate());
      metrics.add("temperature", StrictMath.exp(temperature.parameters().values()[0]));
    }
    target.follow(critic, POLYAK, setup.kernels());
  }

  /// Appends what was seen, done and earned: s, a, r, discount, s′.
  private void remember() {
    int seen = rollout.observationSize();
    int done = rollout.actionSize();
    for (int i = 0; i < rollout.rows(); i++) {
      System.arraycopy(rollout.observation, i * seen, row, 0, seen);
      System.arraycopy(rollout.action, i * done, row, seen, done);
      row[seen + done] = rollout.reward[i];
      row[seen + done + 1] = rollout.ended[i] == Ending.TERMINATED ? 0 : (float) GAMMA;
      System.arraycopy(rollout.lastObservation, i * seen, row, seen + done + 2, seen);
      experience.add(row, 0);
    }
  }

  private void draw() {
    for (int i = 0; i < config.minibatch(); i++) {
      drawn[i] = experience.added() - 1 - replay.choice(experience.held());
      int at = experience.at(drawn[i]);
      for (String name :
          List.of("observation", "action", "reward", "discount", "next_observation")) {
        float[] column = values(name);
        int width = column.length / config.minibatch();
        System.arraycopy(experience.rows(), at, column, i * width, width);
        at += width;
      }
    }
    for (String name : List.of("noise", "next_noise")) {
      float[] column = values(name);
      for (int i = 0; i < column.length; i++) {
        column[i] = (float) noise.standardNormal();
      }
    }
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

  @Override
  public void state(State state) {
    state.longs("steps", steps);
    state.floats("lasting_noise", lasting);
  }
}
