package uphill.push;

import java.util.Arrays;
import uphill.push.ScoreModel.Family;

/// The score gᵢ = ∇log π(aᵢ|sᵢ) of every sample at one θ, kept as its factors.
///
/// ```text
/// gᵢ = Jᵢᵀpᵢ      pᵢ = ∂log π(aᵢ|sᵢ)/∂(y, log σ):      eₐ − π, or (a − μ)/σ² and ((a − μ)/σ)² − 1
/// ```
public final class ScorePass {

  private final ScoreModel model;
  private final ForwardPass forward;
  private final ScoreHead head;
  private final BackwardPass score;

  ScorePass(ScoreModel model, double[] theta, Samples samples) {
    this.model = model;
    forward = new ForwardPass(model, theta, samples);
    head = new ScoreHead(model, theta, forward.rows());
    double[][] outputs = new double[forward.rows()][];
    for (int i = 0; i < outputs.length; i++) {
      outputs[i] = head.look(i, samples.masked(i, forward.output(i)), samples.action());
    }
    score = new BackwardPass(forward, outputs, head.logStdError());
  }

  /// Other errors in the score's place: those of the heads, for these samples.
  BackwardPass with(Errors errors) {
    double[][] outputs = new double[rows()][];
    Arrays.setAll(outputs, i -> head.atOutputs(i, errors.outputs()));
    int n = model.outputs();
    double[][] logStd = new double[model.family() == Family.GAUSSIAN ? rows() : 0][];
    Arrays.setAll(logStd, i -> Arrays.copyOfRange(errors.logStd(), i * n, (i + 1) * n));
    return new BackwardPass(forward, outputs, logStd);
  }

  /// The score, as errors that were sent back.
  BackwardPass score() {
    return score;
  }

  ForwardPass forward() {
    return forward;
  }

  ScoreHead distribution() {
    return head;
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

  /// log π of every action, or μ. Shape: [rows, outputs].
  public double[] head() {
    return head.all();
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

  /// gᵢᵀ·P·gᵢ of every sample for a diagonal P: Σ over layers of (δᵢ∘δᵢ)ᵀ·P·(xᵢ∘xᵢ).
  public double[] squared(double[] p) {
    return score.products(score, p);
  }

  /// K(i, j) = ⟨gᵢ, gⱼ⟩ = Σ over layers of (δᵢ·δⱼ)(xᵢ·xⱼ + 1), and log σ's part.
  public double kernel(int i, int j) {
    return score.product(i, j);
  }

  /// Row i of the kernel: K(i, j) for every j.
  public double[] kernelRow(int i) {
    double[] row = new double[rows()];
    for (int j = 0; j < row.length; j++) {
      row[j] = kernel(i, j);
    }
    return row;
  }

  /// The mean entropy of π(·|s) over the samples' states.
  public double entropy() {
    double sum = 0;
    for (int i = 0; i < rows(); i++) {
      sum += head.entropy(i);
    }
    return sum / rows();
  }

  /// ∇ of the mean entropy of π(·|s) over the samples' states; ∂H/∂log σ = 1.
  public double[] entropyGradient() {
    double[] gradient = new double[model.size()];
    int n = model.outputs();
    if (model.family() == Family.GAUSSIAN) {
      Arrays.fill(gradient, model.logStdAt(), model.logStdAt() + n, 1);
      return gradient;
    }
    double[][] outputs = new double[rows()][];
    Arrays.setAll(outputs, head::entropyError);
    double[] one = new double[rows()];
    Arrays.fill(one, 1);
    new BackwardPass(forward, outputs, new double[0][]).add(1.0 / rows(), one, gradient);
    return gradient;
  }
}
