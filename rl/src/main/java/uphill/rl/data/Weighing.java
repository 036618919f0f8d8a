package uphill.rl.data;

/// How a round's rows are weighed.
///
/// @param kind which Ψ
/// @param gamma γ
/// @param lambda λ, of generalized advantage estimation
/// @param standardized whether Ψ is brought to mean 0 and deviation 1 over the round
public record Weighing(Weights kind, double gamma, double lambda, boolean standardized) {

  /// Fills `weight` with Ψ, not standardized.
  public void fill(Rollout rollout, float[] weight) {
    kind.fill(rollout, gamma, lambda, weight);
  }

  /// Fills `weight` with Ψ as a step uses it; measures `weight_mean` and `weight_std`, before it is
  /// standardized.
  public void fill(Rollout rollout, float[] weight, Metrics metrics) {
    fill(rollout, weight);
    int rows = rollout.rows();
    double mean = Columns.mean(weight, rows);
    double std = Columns.std(weight, rows, mean);
    metrics.add("weight_mean", mean);
    metrics.add("weight_std", std);
    if (standardized) {
      Columns.standardize(weight, rows, mean, std);
    }
  }

  /// The same with another Ψ.
  public Weighing with(Weights other) {
    return new Weighing(other, gamma, lambda, standardized);
  }

  /// Ψ of every row as a step would use it. Where the data stop before an episode does, returns go
  /// on with V.
  public float[] of(Rollout rollout) {
    int rows = rollout.rows();
    float[] weight = new float[rows];
    fill(rollout, weight);
    if (standardized) {
      double mean = Columns.mean(weight, rows);
      Columns.standardize(weight, rows, mean, Columns.std(weight, rows, mean));
    }
    return weight;
  }

  /// Whether rows have values, which the other kinds of Ψ can be computed from as well.
  public boolean valued() {
    return kind.needsCritic();
  }
}
