package uphill.nn;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import uphill.autodiff.Tensor;
import uphill.kernel.Rng;
import uphill.kernel.ScalarKernels;

/// n independent switches, each 0 or 1.
///
/// ```text
/// π(1|s) = 1/(1 + e⁻ᶻ)      log π(1|s) = −softplus(−z)      log π(0|s) = −softplus(z)
/// log π(a|s) = −Σⱼ softplus((1 − 2aⱼ)·zⱼ)
/// H = Σⱼ π(1)·softplus(−z) + π(0)·softplus(z)
/// KL(π‖π′) = Σⱼ π(1)·(softplus(−z′) − softplus(−z)) + π(0)·(softplus(z′) − softplus(z))
/// ```
///
/// So nothing is subtracted from 1, and a switch that is all but sure keeps its digits.
///
/// @param logits z, [rows, n]
public record Bernoulli(Tensor logits) implements Distribution {

  @Override
  public Tensor logProb(Tensor action) {
    Checks.columns("action", logits.columns(), action);
    return action.mul(-2).add(1).mul(logits).softplus().sumColumns().neg();
  }

  @Override
  public Tensor entropy() {
    Tensor surpriseOn = surpriseOn();
    Tensor surpriseOff = surpriseOff();
    return surpriseOn
        .neg()
        .exp()
        .mul(surpriseOn)
        .add(surpriseOff.neg().exp().mul(surpriseOff))
        .sumColumns();
  }

  @Override
  public Tensor kl(Distribution other) {
    if (!(other instanceof Bernoulli that)) {
      throw Checks.differentFamilies(this, other);
    }
    Tensor surpriseOn = surpriseOn();
    Tensor surpriseOff = surpriseOff();
    return surpriseOn
        .neg()
        .exp()
        .mul(that.surpriseOn().sub(surpriseOn))
        .add(surpriseOff.neg().exp().mul(that.surpriseOff().sub(surpriseOff)))
        .sumColumns();
  }

  /// −log π(1|s) of every switch.
  private Tensor surpriseOn() {
    return logits.neg().softplus();
  }

  /// −log π(0|s) of every switch.
  private Tensor surpriseOff() {
    return logits.softplus();
  }

  /// M·u = π(1)·π(0)·u.
  @Override
  public SequencedMap<String, Tensor> fisher(SequencedMap<String, Tensor> direction) {
    Tensor variance = surpriseOn().add(surpriseOff()).neg().exp();
    var product = new LinkedHashMap<String, Tensor>();
    product.put("logits", variance.mul(Checks.along(direction, "logits", logits)));
    return product;
  }

  @Override
  public SequencedMap<String, Tensor> heads() {
    var heads = new LinkedHashMap<String, Tensor>();
    heads.put("logits", logits);
    return heads;
  }

  @Override
  public Bernoulli asInput(String prefix) {
    return new Bernoulli(Tensor.input(prefix + "logits", logits.columns()));
  }

  /// Draws an action, one uniform draw for each switch, which is 1 where the draw lies below π(1);
  /// fills `action`.
  public static void sample(
      float[] logits, int at, int n, Rng random, float[] action, int actionAt) {
    for (int j = 0; j < n; j++) {
      float on = ScalarKernels.logistic(logits[at + j]);
      action[actionAt + j] = random.random() < on ? 1 : 0;
    }
  }

  /// The most probable action, 0 where both are equal; fills `action`.
  public static void mode(float[] logits, int at, int n, float[] action, int actionAt) {
    for (int j = 0; j < n; j++) {
      action[actionAt + j] = logits[at + j] > 0 ? 1 : 0;
    }
  }
}
