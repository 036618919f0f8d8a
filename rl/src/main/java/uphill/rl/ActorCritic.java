package uphill.rl;

import java.util.Optional;
import uphill.autodiff.Parameters;
import uphill.autodiff.Tensor;
import uphill.kernel.Kernels;
import uphill.kernel.Rng;
import uphill.nn.Distribution;
import uphill.nn.Linear;
import uphill.rl.data.Encoding;
import uphill.rl.data.Rollout;

/// A policy and a critic with one set of parameters, `policy`, which go down one loss together.
///
/// ```text
/// apart    π_θ(·|s) = head(f(s)),  V_θ(s) = g(s), a network of its own
/// shared   h = f(s),  π_θ(·|s) = head(W_π·h + b_π),  V_θ(s) = w_V·h + b_V
/// ```
///
/// The parameters of V are named `value.…`; the others are those of a [Policy] alone.
public final class ActorCritic {

  /// What both say of the same states.
  ///
  /// @param policy π_θ(·|s)
  /// @param value V_θ(s), [rows, 1]
  public record At(Distribution policy, Tensor value) {}

  private static final String VALUE = "value";

  private final Policy policy;
  private final Value value;

  /// V on top of what a policy's output layer reads, or apart from it.
  private sealed interface Value {
    Tensor of(Tensor observation, Tensor features);

    void initialize(Network network, Rng random);
  }

  private record Shared(Linear layer) implements Value {
    @Override
    public Tensor of(Tensor observation, Tensor features) {
      return layer.apply(features);
    }

    @Override
    public void initialize(Network network, Rng random) {
      layer.initialize(network.initialization(), /* gain= */ 1, random);
    }
  }

  private record Apart(Stack stack, Normalizer normalizer) implements Value {
    @Override
    public Tensor of(Tensor observation, Tensor features) {
      return stack.output(stack.features(normalizer.apply(observation)));
    }

    @Override
    public void initialize(Network network, Rng random) {
      stack.initialize(/* outputGain= */ 1, random);
    }
  }

  private ActorCritic(Policy policy, Value value) {
    this.policy = policy;
    this.value = value;
  }

  /// Both, for the spaces of a setup.
  ///
  /// @param shared whether they share all layers but the last ones: the setting of an algorithm
  /// @throws IllegalArgumentException for spaces of too many values, a `network` that cannot be
  ///   made, or a shared trunk with sizes for the critic
  public static ActorCritic of(Network network, boolean shared, Setup setup) {
    return of(network, Normalizer.none(), shared, setup);
  }

  /// The same on normalized observations.
  public static ActorCritic of(
      Network network, Normalizer normalizer, boolean shared, Setup setup) {
    if (shared && network.hasOwnCritic()) {
      throw new IllegalArgumentException(
          "with shared=true the critic has the policy's hidden layers: leave critic_hidden at 0");
    }
    Parameters parameters = setup.parameters("policy");
    Encoding encoding = new Encoding(setup.observations());
    Head head = Head.of(setup.actions(), network.sigma());
    Policy policy =
        new Policy(
            encoding, setup.actions(), setup.masksActions(), network, normalizer, head, parameters);
    Value value =
        shared
            ? new Shared(new Linear(parameters, VALUE, policy.width(), 1))
            : new Apart(Critic.stack(network, encoding, parameters, VALUE + "."), normalizer);
    setup.initialize(Purpose.POLICY, policy::initialize);
    setup.initialize(Purpose.CRITIC, random -> value.initialize(network, random));
    return new ActorCritic(policy, value);
  }

  /// Both for every row of a rollout, of what its states allow; what they share is traced once.
  public At at(Rollout rollout) {
    return at(rollout.input("observation"), policy.mask(rollout));
  }

  /// Both for every row; what they share is traced once. Shape: observation [rows, encoding.size],
  /// as [Encoding] reads it.
  ///
  /// @throws IllegalArgumentException if the world masks actions: that takes a mask
  public At at(Tensor observation) {
    return at(observation, Optional.empty());
  }

  /// The same of what is allowed. Shape: mask [rows, choices].
  ///
  /// @throws IllegalArgumentException if the world masks no actions
  public At at(Tensor observation, Tensor mask) {
    return at(observation, Optional.of(mask));
  }

  private At at(Tensor observation, Optional<Tensor> mask) {
    Tensor features = policy.features(observation);
    return new At(policy.distributionOf(features, mask), value.of(observation, features));
  }

  /// The policy. Its parameters are those of both.
  public Policy policy() {
    return policy;
  }

  /// θ, of both.
  public Parameters parameters() {
    return policy.parameters();
  }

  /// A function that fills a column with V_θ of the observations of another.
  public Critic.Valuation valuation(Kernels kernels) {
    return Critic.valuation(
        policy.encoding(),
        observation -> value.of(observation, policy.features(observation)),
        kernels);
  }
}
