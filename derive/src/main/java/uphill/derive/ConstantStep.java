package uphill.derive;

import static uphill.derive.evening.StudyEvening.CHOICES;
import static uphill.derive.evening.StudyEvening.HABIT;
import static uphill.derive.evening.StudyEvening.LAST_HOUR;
import static uphill.derive.evening.StudyEvening.ONE_HOUR;

import java.util.ArrayList;
import java.util.List;
import uphill.derive.evening.Estimate;
import uphill.derive.evening.StudyEvening;
import uphill.derive.number.Decimals;
import uphill.derive.number.VectorMath;
import uphill.derive.step.Check;
import uphill.derive.step.Step;
import uphill.derive.step.StepBuilder;
import uphill.env.mdp.SmallMdps;
import uphill.oracle.Exact;
import uphill.oracle.TabularPolicy;

/// Step 14: what a constant baseline changes.
final class ConstantStep {

  private static final double ROUNDING = 1e-12;
  private static final Exact EXACT = Exact.of(LAST_HOUR, HABIT, ONE_HOUR);
  private static final double[] BASELINES = {0, 2, 4.2, 10};
  private static final double BETTER = 4.6; // pages of skimming: a little more than the average

  private ConstantStep() {}

  private static double reward(int a) {
    return EXACT.actionValue(0, 0, a);
  }

  private static double[] score(int a) {
    return StudyEvening.score(HABIT, 0, a);
  }

  static Step constantBaseline() {
    List<List<String>> rows = new ArrayList<>();
    double[] first = average(0);
    double worst = 0;
    double[] variances = new double[BASELINES.length];
    for (int k = 0; k < BASELINES.length; k++) {
      double b = BASELINES[k];
      worst = Math.max(worst, VectorMath.distance(first, average(b)));
      variances[k] = Estimate.of(LAST_HOUR, HABIT, 1, (tau, t) -> tau.reward(t) - b).variance();
      List<String> row = new ArrayList<>(List.of(Decimals.of(b, 1)));
      for (int a = 0; a < CHOICES.size(); a++) {
        row.add(Decimals.signed(ownPush(a, b), 3));
      }
      for (double entry : average(b)) {
        row.add(Decimals.signed(entry, 3));
      }
      row.add(Decimals.of(variances[k], 3));
      rows.add(row);
    }
    double[] left = new double[CHOICES.size()];
    for (int a = 0; a < CHOICES.size(); a++) {
      left[a] = HABIT.probability(0, a) * EXACT.advantage(0, 0, a);
    }
    double best = bestConstant();
    double bestVariance =
        Estimate.of(LAST_HOUR, HABIT, 1, (tau, t) -> tau.reward(t) - best).variance();
    double[] moved = moved(left);
    return new StepBuilder(14, "What a constant baseline changes, and what it does not")
        .opening(
            """
            If all rewards are positive, every sample pushes itself up. Subtract a constant, and
            some of them push themselves down. Can both be the same algorithm?
            """)
        .uses("E_a R b ∇ log π a J A z Δ α")
        .formula(
            "\\mathbb E_a \\left[ (R(a) - b) \\cdot \\nabla \\log \\pi(a) \\right] = \\mathbb E_a"
                + " \\left[ R(a) \\cdot \\nabla \\log \\pi(a) \\right]",
            "E_a[(R(a) − b)·∇log π(a)] = E_a[R(a)·∇log π(a)]",
            "Step 5 again, here for one choice whose return is $R(a)$, with one constant $b$: the"
                + " mean score is 0.")
        .formula(
            "\\mathbb E_a \\left[ R(a) \\cdot \\frac{\\partial \\log \\pi(a)}{\\partial z(a')} \\r"
                + "ight] = \\pi(a') \\cdot (R(a') - J) = \\pi(a') \\cdot A(a')",
            "E_a[R(a)·∂log π(a)/∂z(a′)] = π(a′)·(R(a′) − J) = π(a′)·A(a′)",
            "With the score of step 3: $π(a′)·R(a′)$ from the samples of $a′$ itself, minus $π(a′)$"
                + " times the average return from all samples together.")
        .formula(
            "\\mathbb E_a \\left[ \\Delta z(a') \\r"
                + "ight] = \\alpha \\cdot \\pi(a') A(a') \\qquad \\mathbb E_a \\left[ \\Delta \\log"
                + " \\pi(a') \\r"
                + "ight] \\approx \\alpha \\cdot \\Big( \\pi(a') A(a') - \\sum_a \\pi(a)^2 A(a)"
                + " \\Big)",
            "E_a[Δz(a′)] = α·π(a′)·A(a′),   E_a[Δlog π(a′)] ≈ α·(π(a′)·A(a′) − Σ_a π(a)²·A(a))",
            "One sample, one step: what the knob moves by on average, and what the log-probability"
                + " is predicted to. The second is the first minus the policy's average of the"
                + " first, because the score subtracts that average from whatever the knobs do.")
        .prose(
            """
            Look at the second line. No baseline was put in, and yet the average return $J$ has been
            subtracted. It was always there: it is the second half of the score, the minus $π(a′|s)$
            of step 3. Each sample turns its own knob up and takes from every knob by its
            probability; after many samples each knob has been turned up for its action's return and
            has paid for everyone's. Only the difference is left: the advantage.
            """)
        .prose(
            """
            So a constant baseline changes every single own push: skimming, with 3 pages, pushes
            itself up without a baseline and down with the average %s as baseline. And it changes
            nothing on average: the average steps in the table are the same with every baseline. What it
            changes is the noise. Without a baseline one needs many samples until the large pushes
            in all directions have cancelled; with a good one they are small to begin with. The
            average return is a good constant here, but not the best (and elsewhere it can be worse
            than none: the last line below). The best is the mean return with each sample counted by
            its $‖∇log π(a)‖²$ (multiply the variance out and look for its
            least value), here %s with the variance %s: it is below the average because the rare
            actions, which have the large scores, have the small returns.
            """
                .formatted(
                    Decimals.of(EXACT.objective(), 1),
                    Decimals.of(best, 2),
                    Decimals.of(bestVariance, 3)))
        .prose(
            """
            So there are three sentences, about three quantities, and all are true. "In proportion to
            $R(τ)$" is about what one sample does to its own log-probability. "In proportion to
            $π·A$" is about what the average step does to a knob: %s, %s, %s for read, skim and rest.
            What it does to their log-probabilities is in proportion to neither: %s, %s, %s. An action
            that is a little better than the average can even become less probable. Were skimming to
            give %s pages, it would be better than the average of %s, and yet the average step would
            change its log-probability by %s.
            """
                .formatted(
                    Decimals.signed(left[0], 2),
                    Decimals.signed(left[1], 2),
                    Decimals.signed(left[2], 2),
                    Decimals.signed(moved[0], 3),
                    Decimals.signed(moved[1], 3),
                    Decimals.signed(moved[2], 3),
                    Decimals.of(BETTER, 1),
                    Decimals.of(better().objective(), 2),
                    Decimals.signed(pushOfBetter(), 3)))
        .table(
            "Own push of each action if sampled, then the average step of each knob, then the"
                + " variance; all for $α$ = 1",
            List.of(
                "$b$",
                "own: read",
                "own: skim",
                "own: rest",
                "average: read",
                "average: skim",
                "average: rest",
                "variance"),
            rows)
        .check(
            Check.equal(
                "Four baselines, one average step. Of the knob of reading:",
                List.of(Check.value("$b$ = 0", first[0]), Check.value("$b$ = 10", average(10)[0])),
                worst,
                ROUNDING * 10))
        .check(
            Check.equal(
                "That step is $π·A$. Of the knob of reading:",
                List.of(Check.value("$π·A$", left[0]), Check.value("average step", first[0])),
                left,
                first,
                ROUNDING))
        .check(
            Check.equal(
                "What it does to the log-probabilities: the formula, and the mean over samples of"
                    + " kernel times return. Of reading:",
                List.of(
                    Check.value("formula", moved[0]),
                    Check.value("mean over samples", meanPush(0))),
                moved,
                new double[] {meanPush(0), meanPush(1), meanPush(2)},
                ROUNDING))
        .check(
            Check.rising(
                "With %s pages skimming is better than the average, and is predicted to fall."
                    .formatted(Decimals.of(BETTER, 1)),
                List.of(
                    Check.value("change of its log-probability", pushOfBetter()),
                    new Check.Value("", 0, 0),
                    Check.value("its advantage", better().advantage(0, 0, 1)))))
        .check(
            Check.rising(
                "The own push of skimming changes its sign with the baseline.",
                List.of(
                    new Check.Value("with $J$", ownPush(1, EXACT.objective()), 3),
                    new Check.Value("", 0, 0),
                    new Check.Value("without", ownPush(1, 0), 3))))
        .check(
            Check.rising(
                "The variance depends on the constant.",
                List.of(
                    new Check.Value("best", bestVariance, 3),
                    new Check.Value("$b$ = 2", variances[1], 3),
                    new Check.Value("$b$ = 4.2", variances[2], 3),
                    new Check.Value("$b$ = 0", variances[0], 3),
                    new Check.Value("$b$ = 10", variances[3], 3))))
        .check(
            Check.rising(
                "Of two actions, chosen with 0.9 and 0.1, that pay 3 pages and 1, the average is a"
                    + " worse baseline than none. The variance:",
                List.of(
                    new Check.Value("$b$ = 0", ofTwo(0), 3),
                    new Check.Value("$b$ = $J$", ofTwo(0.9 * 3 + 0.1 * 1), 3))))
        .build();
  }

  private static double ofTwo(double b) {
    TabularPolicy policy = TabularPolicy.of(new double[][] {{0.9, 0.1}});
    return Estimate.of(SmallMdps.bandit(3, 1), policy, 1, (tau, t) -> tau.reward(t) - b).variance();
  }

  /// With α·c = 1: (R(a) − b)·‖g‖².
  private static double ownPush(int a, double b) {
    return (reward(a) - b) * VectorMath.square(score(a));
  }

  /// E_a[‖g‖²·R] / E_a[‖g‖²]: the derivative of E_a[‖(R − b)·g‖²] with respect to b is zero there,
  /// and the mean of (R − b)·g does not depend on b.
  private static double bestConstant() {
    double above = 0;
    double below = 0;
    for (int a = 0; a < CHOICES.size(); a++) {
      double share = HABIT.probability(0, a) * VectorMath.square(score(a));
      above += share * reward(a);
      below += share;
    }
    return above / below;
  }

  /// What the log-probabilities are predicted to change by when the knobs move so: each knob's move
  /// minus the policy's mean of all.
  private static double[] moved(double[] knobs) {
    double mean = 0;
    for (int a = 0; a < knobs.length; a++) {
      mean += HABIT.probability(0, a) * knobs[a];
    }
    double[] moved = knobs.clone();
    for (int a = 0; a < knobs.length; a++) {
      moved[a] -= mean;
    }
    return moved;
  }

  /// Σ_k π(k)·R(k)·K(a, k): the mean over samples k of what one does to the log-probability of a.
  private static double meanPush(int a) {
    double sum = 0;
    for (int k = 0; k < CHOICES.size(); k++) {
      sum += HABIT.probability(0, k) * reward(k) * VectorMath.dot(score(a), score(k));
    }
    return sum;
  }

  /// The same evening, but for skimming.
  private static Exact better() {
    return Exact.of(SmallMdps.bandit(reward(0), BETTER, reward(2)), HABIT, ONE_HOUR);
  }

  /// What the average step there is predicted to change log π(skim) by.
  private static double pushOfBetter() {
    double[] knobs = new double[CHOICES.size()];
    for (int a = 0; a < knobs.length; a++) {
      knobs[a] = HABIT.probability(0, a) * better().advantage(0, 0, a);
    }
    return moved(knobs)[1];
  }

  private static double[] average(double b) {
    return Estimate.of(LAST_HOUR, HABIT, 1, (tau, t) -> tau.reward(t) - b).mean();
  }
}
