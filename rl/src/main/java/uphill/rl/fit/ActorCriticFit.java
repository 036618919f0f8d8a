package uphill.rl.fit;

import uphill.autodiff.Scalar;
import uphill.autodiff.Tensor;
import uphill.kernel.Kernels;
import uphill.nn.Descent;
import uphill.nn.Distribution;
import uphill.rl.ActorCritic;
import uphill.rl.Critic;
import uphill.rl.Network;
import uphill.rl.Normalizer;
import uphill.rl.Policy;
import uphill.rl.Purpose;
import uphill.rl.Setup;
import uphill.rl.data.Columns;
import uphill.rl.data.Metrics;
import uphill.rl.data.Rollout;
import uphill.rl.data.Sampling;

/// A policy and the critic that its advantages are from, wherever that critic is.
///
/// ```text
/// shared, joint   L(θ) = … + c_v·½·mean (V_θ(s) − R̂)²,   R̂ = Â + V(s)
/// apart           L(φ) = ½·mean (V_φ(s) − R̂)²,           see ValueRegression
/// ```
///
/// With `value_clip` c, the error that counts is the larger of V's and that of V held within ±c of
/// what it was when the round was gathered.
public abstract sealed class ActorCriticFit {

  private final Policy policy;
  private final Rollout rollout;
  private final Distribution pi;

  private ActorCriticFit(Policy policy, Rollout rollout, Distribution pi) {
    this.policy = policy;
    this.rollout = rollout;
    this.pi = pi;
  }

  /// One for the spaces of a setup.
  ///
  /// @param gamma γ of R̂
  /// @param lambda λ of a λ-return
  /// @throws IllegalArgumentException for networks that cannot be made
  public static ActorCriticFit of(
      CriticFit settings,
      double gamma,
      double lambda,
      Network network,
      Normalizer normalizer,
      Sampling sampling,
      Setup setup) {
    if (settings.critic() == CriticFit.Place.APART) {
      Policy policy = Policy.of(network, normalizer, setup);
      return new Apart(
          settings.valueFit(),
          gamma,
          lambda,
          network,
          policy,
          setup.rollout(sampling, policy),
          setup);
    }
    boolean shared = settings.critic() == CriticFit.Place.SHARED;
    ActorCritic both = ActorCritic.of(network, normalizer, shared, setup);
    Rollout rollout = setup.rollout(sampling, both.policy());
    return new Within(settings, both, rollout, both.at(rollout));
  }

  /// The policy alone, made as [#of] makes it.
  ///
  /// @throws IllegalArgumentException for networks that cannot be made
  public static Policy policy(
      CriticFit settings, Network network, Normalizer normalizer, Setup setup) {
    return settings.critic() == CriticFit.Place.APART
        ? Policy.of(network, normalizer, setup)
        : ActorCritic.of(network, normalizer, settings.critic() == CriticFit.Place.SHARED, setup)
            .policy();
  }

  /// The policy. Its parameters are those of both where the critic is shared or joint.
  public final Policy policy() {
    return policy;
  }

  /// The columns of a round.
  public final Rollout rollout() {
    return rollout;
  }

  /// π_θ(·|s) of its rows.
  public final Distribution pi() {
    return pi;
  }

  /// Adds the critic's term to the policy's loss, where it goes down the same.
  public abstract void addTo(Descent.Builder loss);

  /// Sets R̂ of every row of a round whose advantages are known; measures how good V was.
  public abstract void aim(float[] advantage, Metrics metrics);

  /// Measures what the policy's loss says of V.
  public abstract void measure(Descent descent, Metrics metrics);

  /// Fits a critic that has a loss of its own.
  ///
  /// @param remaining what its learning rate is multiplied by
  public abstract void regress(double remaining, Metrics metrics);

  /// A function that fills a column with V of the observations of another.
  public abstract Critic.Valuation valuation(Kernels kernels);

  /// A critic in the policy's loss.
  private static final class Within extends ActorCriticFit {
    private final CriticFit settings;
    private final ActorCritic both;
    private final Rollout.Column target;
    private final Scalar halfSquare;

    Within(CriticFit settings, ActorCritic both, Rollout rollout, ActorCritic.At at) {
      super(both.policy(), rollout, at.policy());
      this.settings = settings;
      this.both = both;
      target = rollout.extra("value_target");
      halfSquare = error(at.value()).mean().mul(0.5);
    }

    /// (V − R̂)².
    private Tensor error(Tensor value) {
      Tensor wanted = rollout().input("value_target");
      Tensor error = value.sub(wanted).square();
      double clip = settings.valueClip();
      if (clip == 0) {
        return error;
      }
      Tensor old = rollout().input("value");
      Tensor held = old.add(value.sub(old).clamp(-clip, clip));
      return error.max(held.sub(wanted).square());
    }

    @Override
    public void addTo(Descent.Builder loss) {
      loss.term("value", halfSquare.mul(settings.valueWeight())).metric("half square", halfSquare);
    }

    @Override
    public void aim(float[] advantage, Metrics metrics) {
      int rows = rollout().rows();
      float[] value = rollout().value;
      float[] wanted = target.values();
      for (int i = 0; i < rows; i++) {
        wanted[i] = advantage[i] + value[i];
      }
      double explained = Columns.explainedVariance(value, wanted, rows);
      if (!Double.isNaN(explained)) {
        metrics.add("explained_variance", explained);
      }
    }

    @Override
    public void measure(Descent descent, Metrics metrics) {
      metrics.add("value_loss", descent.value("half square"));
    }

    @Override
    public void regress(double remaining, Metrics metrics) {
      // It went down the policy's loss.
    }

    @Override
    public Critic.Valuation valuation(Kernels kernels) {
      return both.valuation(kernels);
    }
  }

  /// A critic with a loss of its own.
  private static final class Apart extends ActorCriticFit {
    private final Critic critic;
    private final ValueRegression regression;

    Apart(
        ValueFit settings,
        double gamma,
        double lambda,
        Network network,
        Policy policy,
        Rollout rollout,
        Setup setup) {
      super(policy, rollout, policy.distribution(rollout));
      critic = Critic.of(network, policy.normalizer(), setup);
      regression =
          new ValueRegression(
              settings, gamma, lambda, critic, rollout, setup.stream(Purpose.SHUFFLING), setup);
    }

    @Override
    public void addTo(Descent.Builder loss) {
      // Its loss is its own.
    }

    @Override
    public void aim(float[] advantage, Metrics metrics) {
      // The regression does.
    }

    @Override
    public void measure(Descent descent, Metrics metrics) {
      // The regression does.
    }

    @Override
    public void regress(double remaining, Metrics metrics) {
      regression.fit(remaining, metrics);
    }

    @Override
    public Critic.Valuation valuation(Kernels kernels) {
      return critic.valuation(kernels);
    }
  }
}
