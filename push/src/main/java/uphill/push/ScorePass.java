package uphill.push;

import java.util.Arrays;
import java.util.Locale;

/// The score gᵢ = ∇log π(aᵢ|sᵢ) of every sample at one θ, kept as its factors.
///
/// ```text
/// gᵢ = Jᵢᵀpᵢ      pᵢ = ∂log π(aᵢ|sᵢ)/∂(y, log σ):      eₐ − π, or (a − μ)/σ² and ((a − μ)/σ)² − 1, …
/// ```
public final class ScorePass {

  private final ScoreModel model;
  private final double[] theta;
  private final Samples samples;
  private final ForwardPass forward;
  private final HeadPass head;
  private final BackwardPass score;

  ScorePass(ScoreModel model, double[] theta, Samples samples) {
    this.model = model;
    this.theta = theta;
    this.samples = samples;
    check(model, theta, samples);
    forward = model.network().forward(model, theta, samples);
    head = new HeadPass(model, theta, samples, forward);
    score = head.score();
  }

  private static void check(ScoreModel model, double[] theta, Samples samples) {
    if (theta.length != model.size()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "the model has %d parameters, got %d", model.size(), theta.length));
    }
    int rows = samples.rows();
    if (samples.observation().length != rows * model.inputs()
        || samples.action().length != rows * model.actionSize()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d samples of %d and %d numbers, got %d and %d",
              rows,
              model.inputs(),
              model.actionSize(),
              samples.observation().length,
              samples.action().length));
    }
  }

  /// Some of the samples, at the same θ.
  ScorePass some(int... rows) {
    return new ScorePass(model, theta, samples.some(rows));
  }

  /// Other errors in the score's place: those of the heads, for these samples.
  BackwardPass with(Errors errors) {
    return head.with(errors);
  }

  /// The score, as errors that were sent back.
  BackwardPass score() {
    return score;
  }

  Samples samples() {
    return samples;
  }

  ScoreModel model() {
    return model;
  }

  /// What the Fisher information at the outputs is made of, sent back: one pass for each root.
  BackwardPass[] roots() {
    return head.roots();
  }

  ForwardPass forward() {
    return forward;
  }

  /// n.
  public int rows() {
    return forward.rows();
  }

  /// Elements of θ.
  int size() {
    return model.size();
  }

  /// log π(aᵢ|sᵢ).
  public double logProb(int i) {
    return head.logProb(i);
  }

  /// Whether gᵢ is 0 because pᵢ is: no step moves log π(aᵢ|sᵢ) to first order.
  boolean still(int i) {
    return isZero(score.output(i)) && isZero(score.logStd(i));
  }

  private static boolean isZero(double[] x) {
    return Arrays.stream(x).allMatch(e -> e == 0);
  }

  /// h of a sample, the numbers that describe π(·|sᵢ): see [ScoreHead].
  public double[] head(int i) {
    return head.heads(i);
  }

  /// KL(π_θ(·|sᵢ) ‖ π_θ′(·|sᵢ)), exactly: see [ScoreHead].
  ///
  /// @param after the same samples at θ′
  public double kl(int i, ScorePass after) {
    return head.kl(i, after.head);
  }

  /// gᵢ·d of every sample: how fast log π(aᵢ|sᵢ) changes when θ moves along d.
  public double[] along(double[] d) {
    return score.along(d);
  }

  /// Adds Σ scale·wᵢ·gᵢ over all samples to a vector laid out as θ.
  public void add(double scale, double[] weight, double[] sum) {
    score.add(scale, weight, sum);
  }

  /// Adds Σ scale·wᵢ·gᵢ over these samples.
  void add(int[] samples, double scale, double[] weight, double[] sum) {
    score.add(samples, scale, weight, sum);
  }

  /// gᵢᵀ·P·gᵢ of every sample for a diagonal P.
  public double[] squared(double[] p) {
    return score.products(score, p);
  }

  /// K(i, j) = ⟨gᵢ, gⱼ⟩; in dense layers Σ over layers of (δᵢ·δⱼ)(xᵢ·xⱼ + 1), and log σ's part.
  public double kernel(int i, int j) {
    return score.product(i, j);
  }

  /// Row i of the kernel: K(i, j) for every j.
  public double[] kernelRow(int i) {
    return score.products(i);
  }

  /// The mean entropy of π(·|s) over the samples' states.
  ///
  /// @throws UnsupportedOperationException if it has no closed form
  public double entropy() {
    double sum = 0;
    for (int i = 0; i < rows(); i++) {
      sum += head.entropy(i);
    }
    return sum / rows();
  }

  /// ∇ of the mean entropy of π(·|s) over the samples' states.
  ///
  /// @throws UnsupportedOperationException if it has no closed form
  public double[] entropyGradient() {
    double[] gradient = new double[model.size()];
    double[] one = new double[rows()];
    Arrays.fill(one, 1);
    head.entropyErrors().add(1.0 / rows(), one, gradient);
    return gradient;
  }
}
