package uphill.rl.fit;

import uphill.kernel.Kernels;
import uphill.nn.Descent;
import uphill.nn.Distribution;
import uphill.rl.ActorCritic;
import uphill.rl.Critic;
import uphill.rl.Network;
import uphill.rl.Normalizer;
import uphill.rl.Policy;
import uphill.rl.Setup;
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
public sealed interface ActorCriticFit permits JointCritic, CriticApart {

  /// One for the spaces of a setup.
  ///
  /// @param gamma γ of R̂
  /// @param lambda λ of a λ-return
  /// @throws IllegalArgumentException for networks that cannot be made
  static ActorCriticFit of(
      CriticFit settings,
      double gamma,
      double lambda,
      Network network,
      Normalizer normalizer,
      Sampling sampling,
      Setup setup) {
    if (settings.critic() == CriticFit.Place.APART) {
      Policy policy = Policy.of(network, normalizer, setup);
      return new CriticApart(
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
    return new JointCritic(settings, both, rollout, both.at(rollout));
  }

  /// The policy alone, made as [#of] makes it.
  ///
  /// @throws IllegalArgumentException for networks that cannot be made
  static Policy policy(CriticFit settings, Network network, Normalizer normalizer, Setup setup) {
    return settings.critic() == CriticFit.Place.APART
        ? Policy.of(network, normalizer, setup)
        : ActorCritic.of(network, normalizer, settings.critic() == CriticFit.Place.SHARED, setup)
            .policy();
  }

  /// The policy. Its parameters are those of both where the critic is shared or joint.
  Policy policy();

  /// The columns of a round.
  Rollout rollout();

  /// π_θ(·|s) of its rows.
  Distribution pi();

  /// Adds the critic's term to the policy's loss, where it goes down the same.
  void addTo(Descent.Builder loss);

  /// Sets R̂ of every row of a round whose advantages are known; measures how good V was.
  void aim(float[] advantage, Metrics metrics);

  /// Measures what the policy's loss says of V.
  void measure(Descent descent, Metrics metrics);

  /// Fits a critic that has a loss of its own.
  ///
  /// @param remaining what its learning rate is multiplied by
  void regress(double remaining, Metrics metrics);

  /// A function that fills a column with V of the observations of another.
  Critic.Valuation valuation(Kernels kernels);
}
