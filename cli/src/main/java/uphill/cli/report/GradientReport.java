package uphill.cli.report;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import uphill.explain.Explanation;
import uphill.kernel.Digits;

/// What `uphill explain` says about the gradient of a batch and the length of its step, with the
/// names of the metrics.
final class GradientReport {

  private final Explanation explanation;
  private final Map<String, Double> values;

  /// Printed before the first line below it; a heading over nothing is not.
  private String heading = "";

  GradientReport(Explanation explanation) {
    this.explanation = explanation;
    values = explanation.statistics().values();
  }

  void print(PrintWriter out) {
    heading = "How sure the gradient is, by how its trajectories differ:";
    boolean lost = Double.isInfinite(value("noise_scale"));
    line("gradient_snr", "signal over noise, in squared lengths: below 1 the noise is larger", out);
    line(
        "split_half_cosine",
        "between the gradients of two halves: 1 same direction; unrelated halves scatter around 0,"
            + " widely where few directions carry the gradients: read it beside gradient_snr",
        out);
    if (lost) {
      below("  %-30s %10s  no signal is seen above the noise".formatted("noise_scale", "–"), out);
    } else {
      line("noise_scale", "trajectories that would have as much signal as noise", out);
      line(
          "advised_batch_steps",
          String.format(
              Locale.ROOT,
              "steps of so many trajectories; this batch has %d",
              explanation.rollout().rows()),
          out);
    }
    heading =
        "How far the %s changed the policy:"
            .formatted(explanation.severalSteps() ? "steps" : "step");
    line("kl_exact", "mean KL(π ‖ π′) over the states of the batch, exactly", out);
    line("kl_k1", "estimated from the actions: mean of −log ratio, ratio = π′/π", out);
    line("kl_k2", "the same by the mean of ½·(log ratio)²", out);
    line("kl_k3", "the same by the mean of ratio − 1 − log ratio", out);
    line("effective_sample_size", "share of the batch that still counts for the new policy", out);
    heading = "How much of the variance of R(τ)'s gradient other weights would remove here:";
    line("variance_removed_reward_to_go", "rewards after the action only", out);
    line("variance_removed_baseline", "and less V of the state", out);
    line("variance_removed_gae", "generalized advantages", out);
  }

  private double value(String name) {
    return values.getOrDefault(name, Double.NaN);
  }

  private void line(String name, String meaning, PrintWriter out) {
    double value = value(name);
    if (!Double.isNaN(value)) {
      String shown = Double.isInfinite(value) ? "infinite" : Digits.three(rounded(value));
      below("  %-30s %10s  %s".formatted(name, shown, meaning), out);
    }
  }

  private void below(String line, PrintWriter out) {
    if (!heading.isEmpty()) {
      out.println(heading);
      heading = "";
    }
    out.println(line);
  }

  /// Rounding is not a number: 10⁻¹⁵ of a share is none.
  private static double rounded(double value) {
    return Math.abs(value) < 1e-12 ? 0 : value;
  }
}
