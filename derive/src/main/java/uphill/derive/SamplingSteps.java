package uphill.derive;

import static uphill.derive.evening.StudyEvening.EXACT;
import static uphill.derive.evening.StudyEvening.POLICY;

import java.util.ArrayList;
import java.util.List;
import uphill.derive.evening.Batch;
import uphill.derive.evening.Estimate;
import uphill.derive.evening.StudyEvening;
import uphill.derive.number.Decimals;
import uphill.derive.number.VectorMath;
import uphill.derive.step.Check;
import uphill.derive.step.Step;
import uphill.derive.step.StepBuilder;
import uphill.kernel.Rng;

/// Steps 10 and 11: from averages to samples, and from an estimate to a step.
final class SamplingSteps {

  static final double LEARNING_RATE = 0.02;

  private static final int MANY = 20_000;
  private static final int REPEATS = 2_000;
  private static final int[] SIZES = {8, 32, 128};
  private static final double STANDARD_ERRORS = 4;
  private static final double SCATTER_TOLERANCE = 0.1;
  private static final double QUARTER_TOLERANCE = 5; // of percent
  private static final double ROUNDING = 1e-12;
  private static final int BATCH_EVENINGS = 8;

  /// The eight evenings that steps 11 and 12 look at: of a seed that gives seven different returns.
  static final Batch BATCH = Batch.draw(BATCH_EVENINGS, Rng.seeded(24));

  private SamplingSteps() {}

  static Step sampling() {
    double[] gradient = EXACT.policyGradient();
    double variance = Estimate.of(WeightSteps.RETURN).variance();
    double[] estimate = Batch.draw(MANY, Rng.seeded(1)).estimate();
    double error = Math.sqrt(variance / MANY);
    double off = Math.sqrt(VectorMath.square(VectorMath.difference(estimate, gradient)));
    List<List<String>> rows = new ArrayList<>();
    List<Check.Value> ratios = new ArrayList<>();
    List<Check.Value> downhill = new ArrayList<>();
    for (int n : SIZES) {
      Rng rng = Rng.seeded(n);
      double square = 0;
      int down = 0;
      for (int k = 0; k < REPEATS; k++) {
        double[] one = Batch.draw(n, rng).estimate();
        square += VectorMath.square(VectorMath.difference(one, gradient)) / REPEATS;
        down += VectorMath.dot(one, gradient) < 0 ? 1 : 0;
      }
      downhill.add(new Check.Value(n + " evenings", 100.0 * down / REPEATS, 1));
      double expected = Math.sqrt(variance / n);
      ratios.add(new Check.Value(n + " evenings", Math.sqrt(square) / expected, 3));
      rows.add(
          List.of(String.valueOf(n), Decimals.of(expected, 3), Decimals.of(Math.sqrt(square), 3)));
    }
    return new StepBuilder(10, "From averages to samples")
        .opening(
            """
            So far every average was exact, because every evening could be listed. Now the list is
            put away. Given some evenings that were lived through, and nothing else: what is the
            estimate, and how far is it off?
            """)
        .introduces("N", "how many evenings were lived through: the batch")
        .introduces(
            "i",
            "a row of the batch: one hour of one of its evenings, with its state $sᵢ$ and its"
                + " action $aᵢ$; all $N$ evenings together have $3·N$ rows")
        .introduces("g", "$gᵢ$ is the score of row $i$")
        .introduces("w", "$wᵢ$ is its weight, whichever of steps 4 to 9 one takes")
        .introduces("c", "the factor that makes a sum an average: here $1/N$")
        .uses("∇ J log π a s ĝ Var")
        .formula(
            "\\n"
                + "abla J \\approx c \\sum_i w_i \\cdot g_i \\qquad g_i = \\n"
                + "abla \\log \\pi(a_i \\vert s_i) \\qquad c = 1/N",
            "∇J ≈ c·Σᵢ wᵢ·gᵢ,   gᵢ = ∇log π(aᵢ|sᵢ),   c = 1/N",
            "The average of $N$ evenings stands for the average of all. Each evening was met with"
                + " its own probability, so nothing has to be weighted: this is what the logarithm"
                + " was for.")
        .formula(
            "\\mathrm{Var} \\left[ c \\sum_i w_i \\cdot g_i \\right] = \\mathrm{Var} \\hat g / N",
            "Var[c·Σᵢ wᵢ·gᵢ] = Var ĝ / N",
            "Evenings are independent, so variances add, and the factor enters squared. Four times"
                + " as many evenings halve the typical error.")
        .prose(
            """
            The gradient itself has length %s. With 8 evenings and the weight $R(τ)$ the typical error
            is larger than that: such a batch says little about the direction, and about one in four
            even points downhill. That is why steps 6 to 9 mattered. To halve the error one needs four times as many evenings, or a weight with a
            quarter of the variance.
            """
                .formatted(Decimals.of(Math.sqrt(VectorMath.square(gradient)), 3)))
        .table(
            "Typical error (root of the mean square) of batches, weight $R(τ)$",
            List.of("evenings", "predicted", "observed in %s batches".formatted(REPEATS)),
            rows)
        .check(
            Check.rising(
                "The estimate from %s sampled evenings is off by less than four typical errors."
                    .formatted(MANY),
                List.of(
                    new Check.Value("off by", off, 3),
                    new Check.Value("four typical errors", STANDARD_ERRORS * error, 3))))
        .check(
            Check.near(
                "Estimates from many batches scatter as predicted: observed divided by predicted.",
                ratios,
                1,
                SCATTER_TOLERANCE))
        .check(
            Check.near(
                "Of the batches of 8, one in four points downhill, about: its inner product with"
                    + " $∇J$ is negative. In percent:",
                List.of(downhill.getFirst()),
                25,
                QUARTER_TOLERANCE))
        .build();
  }

  /// α·c·Σ wg of the batch.
  static double[] step(double learningRate) {
    return VectorMath.scaled(learningRate, BATCH.estimate());
  }

  private static double residual(double learningRate) {
    double[] step = step(learningRate);
    return Math.sqrt(
        VectorMath.square(VectorMath.difference(BATCH.actual(step), BATCH.predicted(step))));
  }

  static Step step() {
    double[] predicted = BATCH.predicted(step(LEARNING_RATE));
    double whole = residual(LEARNING_RATE);
    double half = residual(LEARNING_RATE / 2);
    double quarter = residual(LEARNING_RATE / 4);
    List<List<String>> kernel = new ArrayList<>();
    List<String> header = new ArrayList<>(List.of("$K$"));
    for (int one = 0; one < 4; one++) {
      String name = StudyEvening.pair(one / 2, one % 2);
      header.add(name);
      List<String> row = new ArrayList<>(List.of(name));
      for (int other = 0; other < 4; other++) {
        row.add(
            Decimals.signed(
                VectorMath.dot(
                    StudyEvening.score(POLICY, one / 2, one % 2),
                    StudyEvening.score(POLICY, other / 2, other % 2)),
                2));
      }
      kernel.add(row);
    }
    return new StepBuilder(11, "The step, and what it does to each log-probability")
        .opening(
            """
            Now the knobs are turned. We know where they go: along the estimate. But the sentence
            that this page is about does not speak of knobs. It speaks of log-probabilities. What
            happens to those?
            """)
        .introduces(
            "Δ",
            "$Δx$ is the change of $x$ by the step; $Δθ$ is the step itself, $x$ being the knobs")
        .introduces("j", "another row of the batch, beside $i$")
        .introduces(
            "K",
            "$K(i,j)$ is the score kernel: the inner product of the scores of the rows $i$ and $j$")
        .uses("θ α c w g log π a s ∇ O i")
        .formula(
            "\\Delta \\theta = \\alpha \\cdot c \\sum_j w_j \\cdot g_j",
            "Δθ = α·c·Σⱼ wⱼ·gⱼ",
            "Plain gradient ascent: the estimate of step 10, times the learning rate of step 2.")
        .formula(
            "\\Delta \\log \\pi(a \\vert s) = \\n"
                + "abla \\log \\pi(a \\vert s) \\cdot \\Delta \\theta + O(\\alpha^2)",
            "Δlog π(a|s) = ∇log π(a|s)·Δθ + O(α²)",
            "Taylor, as in step 2: a small change of the knobs changes any function by its gradient"
                + " times that change. Between two vectors the dot is the inner product.")
        .formula(
            "\\Delta \\log \\pi(a_i \\vert s_i) = \\alpha \\cdot c \\sum_j w_j \\cdot K(i,j) +"
                + " O(\\alpha^2) \\qquad K(i,j) = g_i \\cdot g_j",
            "Δlog π(aᵢ|sᵢ) = α·c·Σⱼ wⱼ·K(i,j) + O(α²),   K(i,j) = gᵢ·gⱼ",
            "Put the first line into the second. The gradient of the log-probability of row $i$ is"
                + " its score, $gᵢ$.")
        .prose(
            """
            This is the line to stop at. The score occurs twice, for two reasons. Once as the
            direction of the step, because the expression of step 4 is made of scores. And once as
            the sensitivity of what we ask about, because we ask about a log-probability, and its
            gradient is the score. So the answer is a table of inner products: row $j$ pushes row
            $i$ by its weight, times how much the two scores agree.
            """)
        .prose(
            """
            In this world a state has its own knobs, so rows of different states do not touch each
            other: their $K$ is 0. Within a state, a row with a positive weight pushes up its own
            action and pushes down the other. The sum in the last line is the predicted push. What is
            measured after the step, the left side, differs from it by $O(α²)$, the curvature. Halve
            $α$, and about a quarter of the difference remains.
            """)
        .table("The score kernel of the four actions", header, kernel)
        .check(
            Check.equal(
                "For the %s rows of a batch of %s sampled evenings, with $α$ = %s: the sum over the kernel is the inner product with the step. Of the first row:"
                    .formatted(BATCH.rows(), BATCH.evenings(), Decimals.of(LEARNING_RATE, 2)),
                List.of(
                    Check.value("by the kernel", BATCH.fromKernel(LEARNING_RATE)[0]),
                    Check.value("by the step", predicted[0])),
                predicted,
                BATCH.fromKernel(LEARNING_RATE),
                ROUNDING))
        .check(
            Check.near(
                "Halving $α$ leaves about a quarter of the difference between predicted and"
                    + " measured: its length before, divided by its length after.",
                List.of(
                    new Check.Value("0.02 to 0.01", whole / half, 2),
                    new Check.Value("0.01 to 0.005", half / quarter, 2)),
                4,
                0.1))
        .build();
  }
}
