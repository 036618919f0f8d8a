package uphill.derive;

import java.util.List;
import uphill.derive.number.Decimals;
import uphill.derive.number.VectorMath;
import uphill.derive.step.Check;
import uphill.derive.step.Step;
import uphill.derive.step.StepBuilder;

/// Step 15: what algorithms do to the step.
final class PracticeStep {

  private static final double ROUNDING = 1e-6;
  private static final double EPSILON = 1e-8;
  private static final double LARGEST_LENGTH = 0.5;

  private PracticeStep() {}

  static Step practice() {
    double[] estimate = SamplingSteps.BATCH.estimate();
    double[] doubled = VectorMath.scaled(2, estimate);
    double ratio = doubled[0] / estimate[0];
    double adam = firstOfAdam(doubled)[0] / firstOfAdam(estimate)[0];
    double clipped = clipped(doubled)[0] / clipped(estimate)[0];
    double turned = cosine(estimate, SamplingSteps.BATCH.estimateLessMean());
    return new StepBuilder(15, "What real algorithms do to the step")
        .opening(
            """
            Everything above was about plain gradient ascent. Hardly anyone takes that step. What do
            Adam, clipping and several passes over the same batch do to the push?
            """)
        .introduces("G", "the estimate of the gradient from a batch, $c·Σᵢ wᵢ·gᵢ$")
        .introduces("ε", "a tiny positive number against division by zero")
        .uses("Δ θ α")
        .formula(
            "\\Delta \\theta = \\alpha \\cdot G / (\\vert G \\vert + \\varepsilon)",
            "Δθ = α·G / (|G| + ε)",
            "The first step of Adam, the usual rule for steps, knob by knob: it divides by the size"
                + " of the gradient (later by the root of a running average of its squares).")
        .prose(
            """
            Adam's first step turns each knob by about the same amount, whatever the gradient's size
            (unless it is 0); later ones depend on the sizes of the gradients before. So "in proportion" now holds only
            between the rows of one batch, through a kernel in which each knob has its own scale.
            Double all rewards, and Adam's first step stays the same.
            """)
        .prose(
            """
            Clipping shortens a gradient that is longer than some bound. It keeps the direction, so
            the proportion within a batch remains; between batches it is lost. Normalizing the
            weights of a batch divides them by their standard deviation, which keeps the direction
            too; but first it subtracts their mean, and that changes the direction: in the batch of
            step 11 by %s degrees. (And the mean is of the batch's own rows, step 7.) Momentum adds
            what earlier gradients left, and that pushes actions of this batch without asking for
            their weights.
            """
                .formatted(Decimals.of(StrictMath.toDegrees(StrictMath.acos(turned)), 0)))
        .prose(
            """
            Several passes over one batch, as in PPO, take later steps from a policy that the earlier
            ones have changed. Each step has its own scores; PPO weights rows with the ratio
            $π′(a|s) / π(a|s)$ for that reason. It stops pushing a row whose ratio has left a range
            around 1 on the side that its weight pushes to: above it with a positive weight, below it
            with a negative one. In such a step the row's own push is exactly zero, and only others
            and momentum move it. A row that others have carried out on the wrong side is pushed all the same.
            """)
        .prose(
            """
            All of this can be measured. `uphill explain RUN` takes any update of any run and splits
            the push of every action into its own push, its own evening, others, momentum, clipping
            and what else the step was made of; the parts sum to the predicted push, which stands
            beside the measured one.
            `uphill oracle` computes exact gradients, and the bias and variance of each weight, for
            any small world. The question with which this page began then has an answer in numbers,
            for your run.
            """)
        .check(
            Check.near(
                "Double all rewards: the plain step doubles.",
                List.of(new Check.Value("ratio", ratio, 4)),
                2,
                ROUNDING))
        .check(
            Check.near(
                "Adam's first step stays as it was.",
                List.of(new Check.Value("ratio", adam, 4)),
                1,
                ROUNDING))
        .check(
            Check.near(
                "Clipped to a length of 0.5, the step stays as it was, too.",
                List.of(new Check.Value("ratio", clipped, 4)),
                1,
                ROUNDING))
        .check(
            Check.near(
                "Clipping keeps the direction: cosine of the angle before and after.",
                List.of(new Check.Value("cosine", cosine(estimate, clipped(estimate)), 4)),
                1,
                ROUNDING))
        .check(
            Check.rising(
                "Subtracting the mean of the weights does not.",
                List.of(new Check.Value("cosine", turned, 4), new Check.Value("", 1, 0))))
        .build();
  }

  /// G / (|G| + ε), knob by knob.
  private static double[] firstOfAdam(double[] gradient) {
    double[] step = gradient.clone();
    for (int k = 0; k < step.length; k++) {
      step[k] /= Math.abs(step[k]) + EPSILON;
    }
    return step;
  }

  private static double cosine(double[] x, double[] y) {
    return VectorMath.dot(x, y) / Math.sqrt(VectorMath.square(x) * VectorMath.square(y));
  }

  private static double[] clipped(double[] gradient) {
    double length = Math.sqrt(VectorMath.square(gradient));
    return VectorMath.scaled(Math.min(1, LARGEST_LENGTH / length), gradient);
  }
}
