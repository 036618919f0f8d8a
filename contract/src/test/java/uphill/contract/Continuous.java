package uphill.contract;

import java.util.List;
import uphill.autodiff.Parameters;
import uphill.autodiff.Scalar;
import uphill.autodiff.Tensor;
import uphill.kernel.Rng;
import uphill.nn.Activation;
import uphill.nn.Descent;
import uphill.nn.Deterministic;
import uphill.nn.Initialization;
import uphill.nn.Mlp;
import uphill.nn.SquashedGaussian;
import uphill.rl.ActionNoise;
import uphill.rl.Actor;
import uphill.rl.Agent;
import uphill.rl.AgentConfig;
import uphill.rl.Network;
import uphill.rl.Noise;
import uphill.rl.Policy;
import uphill.rl.PolicyActor;
import uphill.rl.Progress;
import uphill.rl.Purpose;
import uphill.rl.Setup;
import uphill.rl.State;
import uphill.rl.UniformActor;
import uphill.rl.data.Metrics;
import uphill.rl.data.Rollout;
import uphill.rl.data.Sampling;
import uphill.rl.setting.Setting;

/// The shape of what learns through a critic of actions, and no more: no memory, no future.
///
/// ```text
/// L(φ) = mean (Q(s, a) − r)²          L(θ) = −mean Q(s, ã)
/// ã = μ̄(s) and μ(s) on average                       deterministic
///   = what ξ ~ N(0, 1) leads to, and log π(ã|s)/10   squashed
/// ```
final class Continuous implements Agent {

  /// Its settings.
  public record Config(
      @Setting(value = "whether it draws its actions", source = "here") boolean draws,
      ActionNoise noise)
      implements AgentConfig {

    private static final Network NETWORK =
        Network.of(Activation.TANH, 8).with("log_std_of_state", true).with("layer_norm", true);

    @Override
    public Agent create(Setup setup) {
      return new Continuous(this, setup);
    }

    @Override
    public Policy policy(Setup setup) {
      return draws ? Policy.squashed(NETWORK, setup) : Policy.deterministic(NETWORK, setup);
    }

    @Override
    public Sampling sampling() {
      return new Sampling(
          /* envs= */ 4, /* steps= */ 32, /* rounds= */ 1, /* wholeEpisodes= */ false);
    }
  }

  private final Config config;
  private final Setup setup;
  private final Policy policy;
  private final Policy target;
  private final Rollout rollout;
  private final Noise exploring;
  private final Rollout.Column noise;
  private final Rng drawn;
  private final Descent critic;
  private final Descent actor;
  private final long[] rounds = new long[1];
  private final Metrics metrics = new Metrics(List.of("critic_loss", "policy_loss"));

  private Continuous(Config config, Setup setup) {
    this.config = config;
    this.setup = setup;
    policy = config.policy(setup);
    target = policy.copy(setup, "target_policy");
    rollout = setup.rollout(config.sampling(), policy);
    exploring = config.noise().in(setup.actions(), rollout.envs);
    int n = rollout.actionSize();
    noise = rollout.extra("noise", n);
    drawn = setup.stream(Purpose.NOISE);
    Parameters phi = setup.parameters("critic");
    Mlp q = new Mlp(phi, "", new int[] {rollout.observationSize() + n, 8, 1}, Activation.RELU);
    setup.initialize(Purpose.CRITIC, random -> q.initialize(Initialization.ORTHOGONAL, 1, random));

    Tensor s = rollout.input("observation");
    Tensor read = s.concat(policy.unit(rollout.input("action")));
    Tensor error = q.apply(read).sub(rollout.input("reward"));
    critic = setup.descent(phi).term("q", error.square().mean()).build().feed(rollout);
    actor = setup.descent(policy.parameters()).term("policy", loss(s, q)).build().feed(rollout);
  }

  private Scalar loss(Tensor s, Mlp q) {
    return switch (policy.distribution(s)) {
      case SquashedGaussian pi -> {
        SquashedGaussian.Sample sample = pi.sample(rollout.input("noise"));
        Tensor worth = q.apply(s.concat(policy.unit(sample.action())));
        yield sample.logProb().mul(0.1).sub(worth).mean();
      }
      case Deterministic(var action) -> {
        Tensor before = ((Deterministic) target.distribution(s)).action();
        yield q.apply(s.concat(policy.unit(action.add(before).mul(0.5)))).mean().neg();
      }
      default -> throw new AssertionError("of another family");
    };
  }

  /// Uniform in the first two rounds.
  @Override
  public Actor explorer(int first, int rows) {
    Actor acting = new PolicyActor(policy, rows, setup.kernels());
    Actor noisy = config.draws() ? acting : exploring.over(acting, first);
    return UniformActor.until(() -> rounds[0] > 1, setup.actions(), noisy);
  }

  @Override
  public void learn(Progress progress) {
    float[] xi = noise.values();
    for (int i = 0; i < xi.length; i++) {
      xi[i] = (float) drawn.standardNormal();
    }
    critic.step(rollout.rows(), 1e-2);
    actor.step(rollout.rows(), 1e-2);
    metrics.add("critic_loss", critic.value("q"));
    metrics.add("policy_loss", actor.value("policy"));
    target.parameters().follow(policy.parameters(), 0.1, setup.kernels());
    rounds[0]++;
  }

  @Override
  public void state(State state) {
    state.longs("rounds", rounds);
    exploring.state(state);
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
