package uphill.push;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// What one update says about itself: how far it pushed, how noisy its gradient was, how large a
/// batch would do.
///
/// ```text
/// G_τ = Σ_{i∈τ} wᵢgᵢ      ĝ = (1/N)·Σ_τ G_τ      S = (1/(N−1))·Σ_τ ‖G_τ − ĝ‖²      ratioᵢ = π′/π
///
/// push_predicted_rms, push_actual_rms, push_residual_rms    root mean square over the samples
/// push_wrong_sign, push_r_squared    of the actual push on the weight: see Regression
/// effective_sample_size    (Σ ratio)² / (n·Σ ratio²)
/// kl_exact                 mean KL(π ‖ π′)
/// kl_k1, kl_k2, kl_k3      means of −log ratio, ½·(log ratio)², ratio − 1 − log ratio
/// noise_scale              S / (‖ĝ‖² − S/N), in trajectories
/// gradient_snr             N / noise_scale
/// split_half_cosine        of Σ G_τ over every second trajectory with that over the others; about
///                          ±1/√d by chance where d directions carry them
/// advised_batch_steps      noise_scale · n/N
/// variance_removed_…       1 − S/S_R, S_R that of the weights R(τ); NaN where S_R is 0
/// ```
///
/// The simple noise scale, McCandlish et al. 2018,
/// [arXiv:1812.06162](https://arxiv.org/abs/1812.06162), appendix A, with trajectories for samples:
/// a batch of so many has as much signal as noise. It is infinite where no signal is to be seen
/// above the noise, and NaN with fewer than two trajectories, or where every G_τ is 0.
///
/// @param values by name, in the order above; `push_rows` first: the samples that were looked at
public record PushStatistics(SequencedMap<String, Double> values) {

  private static final double[][] NO_SUMS = {};

  private static final List<String> NAMES =
      List.of(
          "push_rows",
          "push_predicted_rms",
          "push_actual_rms",
          "push_residual_rms",
          "push_wrong_sign",
          "push_r_squared",
          "effective_sample_size",
          "kl_exact",
          "kl_k1",
          "kl_k2",
          "kl_k3",
          "noise_scale",
          "gradient_snr",
          "split_half_cosine",
          "advised_batch_steps",
          "variance_removed_reward_to_go",
          "variance_removed_baseline",
          "variance_removed_gae");

  /// Weights that the batch could have had instead, before any standardization; empty where there
  /// are none.
  ///
  /// @param whole R(τ)
  /// @param rewardToGo R̂ₜ
  /// @param baseline R̂ₜ − V(sₜ)
  /// @param gae Âₜ
  public record Choices(double[] whole, double[] rewardToGo, double[] baseline, double[] gae) {

    /// None.
    public static Choices none() {
      return new Choices(new double[0], new double[0], new double[0], new double[0]);
    }
  }

  /// Where nothing was looked at: all NaN.
  public static PushStatistics none() {
    SequencedMap<String, Double> values = new LinkedHashMap<>();
    NAMES.forEach(name -> values.put(name, Double.NaN));
    return new PushStatistics(values);
  }

  /// Of an update that has a ledger. Where weights are derived, the gradient of a trajectory is
  /// what its samples' errors make it.
  public static PushStatistics of(Ledger ledger, Choices choices) {
    return of(
        ledger.before(),
        ledger.after(),
        ledger.predicted(),
        ledger.weights(),
        ledger.explained().trajectory(),
        ledger.weights().derived() ? Trajectories.wanted(ledger) : NO_SUMS,
        choices);
  }

  /// Of some actions of an update, whose trajectories are not whole: of the gradient's noise, which
  /// is one over trajectories, nothing.
  static PushStatistics of(
      ScorePass before, ScorePass after, double[] predicted, StepWeights weights) {
    SequencedMap<String, Double> values = none().values;
    pushes(before, after, predicted, weights, values);
    return new PushStatistics(values);
  }

  /// Of an update of which this is known.
  ///
  /// @param wanted G_τ of each trajectory, where weights are derived
  static PushStatistics of(
      ScorePass before,
      ScorePass after,
      double[] predicted,
      StepWeights weights,
      int[] trajectory,
      double[][] wanted,
      Choices choices) {
    Pull pull =
        weights.derived()
            ? (t, _, sum) -> Vectors.add(1, wanted[t], sum)
            : (_, rows, sum) -> before.add(rows, 1, weights.weight(), sum);
    return of(before, after, predicted, weights, trajectory, pull, choices);
  }

  /// Of an update.
  ///
  /// @param before the samples at θ
  /// @param after the same at θ′
  /// @param moved θ′ − θ
  /// @param weight w
  /// @param trajectory to which trajectory each sample belongs, counted from 0 without gaps
  public static PushStatistics of(
      ScorePass before,
      ScorePass after,
      double[] moved,
      double[] weight,
      int[] trajectory,
      Choices choices) {
    boolean[] still = new boolean[weight.length];
    for (int i = 0; i < still.length; i++) {
      still[i] = before.still(i);
    }
    StepWeights weights = StepWeights.of(weight, /* derived= */ false, still);
    return of(before, after, before.along(moved), weights, trajectory, NO_SUMS, choices);
  }

  private static PushStatistics of(
      ScorePass before,
      ScorePass after,
      double[] predicted,
      StepWeights weights,
      int[] trajectory,
      Pull pull,
      Choices choices) {
    SequencedMap<String, Double> values = none().values;
    pushes(before, after, predicted, weights, values);
    Noise noise = Noise.of(before.size(), pull, trajectory);
    double scale = noise.scale();
    values.put("noise_scale", scale);
    values.put("gradient_snr", noise.trajectories() / scale);
    values.put("split_half_cosine", noise.splitHalfCosine());
    values.put("advised_batch_steps", scale * before.rows() / noise.trajectories());
    if (choices.whole().length > 0) {
      double whole = variance(before, choices.whole(), trajectory);
      removed("reward_to_go", before, choices.rewardToGo(), trajectory, whole, values);
      removed("baseline", before, choices.baseline(), trajectory, whole, values);
      removed("gae", before, choices.gae(), trajectory, whole, values);
    }
    return new PushStatistics(values);
  }

  private static double variance(ScorePass before, double[] weight, int[] trajectory) {
    Pull pull = (_, rows, sum) -> before.add(rows, 1, weight, sum);
    return Noise.of(before.size(), pull, trajectory).variance();
  }

  /// Adds G_τ of trajectory t, which has these rows.
  @FunctionalInterface
  private interface Pull {
    void add(int t, int[] rows, double[] sum);
  }

  private static void removed(
      String name,
      ScorePass before,
      double[] weight,
      int[] trajectory,
      double whole,
      SequencedMap<String, Double> values) {
    if (weight.length > 0) {
      double variance = variance(before, weight, trajectory);
      values.put("variance_removed_" + name, whole > 0 ? 1 - variance / whole : Double.NaN);
    }
  }

  private static void pushes(
      ScorePass before,
      ScorePass after,
      double[] pushed,
      StepWeights weights,
      SequencedMap<String, Double> values) {
    int n = before.rows();
    double[] actual = new double[n];
    double[] sums = new double[9];
    for (int i = 0; i < n; i++) {
      double predicted = pushed[i];
      double push = after.logProb(i) - before.logProb(i);
      double ratio = StrictMath.exp(push);
      actual[i] = push;
      sums[0] += predicted * predicted;
      sums[1] += push * push;
      sums[2] += (push - predicted) * (push - predicted);
      sums[3] += ratio;
      sums[4] += ratio * ratio;
      sums[5] += before.kl(i, after);
      sums[6] -= push;
      sums[7] += 0.5 * push * push;
      sums[8] += StrictMath.expm1(push) - push;
    }
    Regression line = Regression.of(weights, actual);
    values.put("push_rows", (double) n);
    values.put("push_predicted_rms", Math.sqrt(sums[0] / n));
    values.put("push_actual_rms", Math.sqrt(sums[1] / n));
    values.put("push_residual_rms", Math.sqrt(sums[2] / n));
    values.put("push_wrong_sign", line.wrongSign());
    values.put("push_r_squared", line.rSquared());
    values.put("effective_sample_size", sums[3] * sums[3] / (n * sums[4]));
    values.put("kl_exact", sums[5] / n);
    values.put("kl_k1", sums[6] / n);
    values.put("kl_k2", sums[7] / n);
    values.put("kl_k3", sums[8] / n);
  }

  /// The gradient's noise over trajectories.
  ///
  /// @param trajectories N
  /// @param variance S
  /// @param square ‖ĝ‖²
  /// @param splitHalfCosine between the halves
  private record Noise(int trajectories, double variance, double square, double splitHalfCosine) {

    static Noise of(int size, Pull pull, int[] trajectory) {
      int[][] rows = Trajectories.rows(trajectory);
      double[][] half = new double[2][size];
      double[] one = new double[size];
      double squares = 0;
      for (int t = 0; t < rows.length; t++) {
        Arrays.fill(one, 0);
        pull.add(t, rows[t], one);
        squares += Vectors.dot(one, one);
        Vectors.add(1, one, half[t % 2]);
      }
      int count = rows.length;
      if (count < 2) {
        return new Noise(count, Double.NaN, Double.NaN, Double.NaN);
      }
      double first = Vectors.dot(half[0], half[0]);
      double second = Vectors.dot(half[1], half[1]);
      double between = Vectors.dot(half[0], half[1]);
      double square = (first + second + 2 * between) / ((double) count * count);
      double variance = Math.max(0, (squares - count * square) / (count - 1));
      return new Noise(count, variance, square, between / Math.sqrt(first * second));
    }

    double scale() {
      double signal = square - variance / trajectories;
      boolean nothing = Double.isNaN(signal) || (square == 0 && variance == 0);
      return nothing ? Double.NaN : signal > 0 ? variance / signal : Double.POSITIVE_INFINITY;
    }
  }
}
