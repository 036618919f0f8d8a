package uphill.rl.fit;

import uphill.kernel.Kernels;
import uphill.nn.Descent;
import uphill.nn.Distribution;
import uphill.rl.Critic;
import uphill.rl.Network;
import uphill.rl.Policy;
import uphill.rl.Purpose;
import uphill.rl.Setup;
import uphill.rl.data.Metrics;
import uphill.rl.data.Rollout;

/// A critic with a loss of its own.
final class CriticApart implements ActorCriticFit {
  private final Policy policy;
  private final Rollout rollout;
  private final Distribution pi;
  private final Critic critic;
  private final ValueRegression regression;

  CriticApart(
      ValueFit settings,
      double gamma,
      double lambda,
      Network network,
      Policy policy,
      Rollout rollout,
      Setup setup) {
    this.policy = policy;
    this.rollout = rollout;
    pi = policy.distribution(rollout);
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

  @Override
  public Policy policy() {
    return policy;
  }

  @Override
  public Rollout rollout() {
    return rollout;
  }

  @Override
  public Distribution pi() {
    return pi;
  }
}
