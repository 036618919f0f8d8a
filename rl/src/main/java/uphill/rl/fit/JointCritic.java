package uphill.rl.fit;

import uphill.autodiff.Scalar;
import uphill.autodiff.Tensor;
import uphill.kernel.Kernels;
import uphill.nn.Descent;
import uphill.nn.Distribution;
import uphill.rl.ActorCritic;
import uphill.rl.Critic;
import uphill.rl.Policy;
import uphill.rl.data.Columns;
import uphill.rl.data.Metrics;
import uphill.rl.data.Rollout;

/// A critic in the policy's loss.
final class JointCritic implements ActorCriticFit {
  private final CriticFit settings;
  private final Rollout rollout;
  private final Distribution pi;
  private final ActorCritic both;
  private final Rollout.Column target;
  private final Scalar halfSquare;

  JointCritic(CriticFit settings, ActorCritic both, Rollout rollout, ActorCritic.At at) {
    this.rollout = rollout;
    pi = at.policy();
    this.settings = settings;
    this.both = both;
    target = rollout.extra("value_target");
    halfSquare = error(at.value()).mean().mul(0.5);
  }

  /// (V − R̂)².
  private Tensor error(Tensor value) {
    Tensor wanted = rollout.input("value_target");
    Tensor error = value.sub(wanted).square();
    double clip = settings.valueClip();
    if (clip == 0) {
      return error;
    }
    Tensor old = rollout.input("value");
    Tensor held = old.add(value.sub(old).clamp(-clip, clip));
    return error.max(held.sub(wanted).square());
  }

  @Override
  public void addTo(Descent.Builder loss) {
    loss.term("value", halfSquare.mul(settings.valueWeight())).metric("half square", halfSquare);
  }

  @Override
  public void aim(float[] advantage, Metrics metrics) {
    int rows = rollout.rows();
    float[] value = rollout.value;
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

  @Override
  public Policy policy() {
    return both.policy();
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
