package uphill.nn;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import uphill.autodiff.Tensor;
import uphill.kernel.Rng;

/// One action for every state, and no chance: a = μ(s). It has no density, so no loss can be
/// written with its logarithm; a gradient reaches it through a critic, ∇Q(s, μ(s)).
///
/// @param action μ(s), [rows, n]
public record Deterministic(Tensor action) implements Distribution {

  /// Refuses.
  ///
  /// @throws UnsupportedOperationException always
  @Override
  public Tensor logProb(Tensor action) {
    throw refusal(
        "log π", "let a critic say how good its action is, or take a policy that draws its action");
  }

  /// Refuses.
  ///
  /// @throws UnsupportedOperationException always
  @Override
  public Tensor entropy() {
    throw refusal("entropy", "add noise to its action where it explores");
  }

  /// Refuses.
  ///
  /// @throws UnsupportedOperationException always
  @Override
  public Tensor kl(Distribution other) {
    throw refusal("KL to another", "measure the distance between their actions");
  }

  /// Refuses.
  ///
  /// @throws UnsupportedOperationException always
  @Override
  public SequencedMap<String, Tensor> fisher(SequencedMap<String, Tensor> direction) {
    throw refusal("Fisher information", "step down its loss's gradient");
  }

  private static UnsupportedOperationException refusal(String what, String instead) {
    return new UnsupportedOperationException(
        "a deterministic policy has no %s: %s instead".formatted(what, instead));
  }

  @Override
  public SequencedMap<String, Tensor> heads() {
    var heads = new LinkedHashMap<String, Tensor>();
    heads.put("action", action);
    return heads;
  }

  @Override
  public Deterministic asInput(String prefix) {
    return new Deterministic(Tensor.input(prefix + "action", action.columns()));
  }

  /// Its action, for which nothing is drawn; fills `given`.
  public static void sample(float[] action, int at, int n, Rng random, float[] given, int givenAt) {
    System.arraycopy(action, at, given, givenAt, n);
  }

  /// Its action; fills `given`.
  public static void mode(float[] action, int at, int n, float[] given, int givenAt) {
    System.arraycopy(action, at, given, givenAt, n);
  }
}
