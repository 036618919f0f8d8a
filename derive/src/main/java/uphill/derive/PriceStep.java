package uphill.derive;

import static uphill.derive.evening.StudyEvening.CHOICES;
import static uphill.derive.evening.StudyEvening.HABIT;
import static uphill.derive.evening.StudyEvening.LAST_HOUR;
import static uphill.derive.evening.StudyEvening.ONE_HOUR;
import static uphill.derive.evening.StudyEvening.POLICY;
import static uphill.derive.evening.StudyEvening.READ;
import static uphill.derive.evening.StudyEvening.TIRED;

import java.util.ArrayList;
import java.util.List;
import uphill.derive.evening.StudyEvening;
import uphill.derive.number.Decimals;
import uphill.derive.number.VectorMath;
import uphill.derive.picture.PayPicture;
import uphill.derive.step.Check;
import uphill.derive.step.Step;
import uphill.derive.step.StepBuilder;
import uphill.oracle.Exact;
import uphill.oracle.TabularPolicy;

/// Step 13: who pays for a push.
final class PriceStep {

  private static final double ROUNDING = 1e-12;
  private static final double LEARNING_RATE = 0.5;
  private static final int REST = 2;
  private static final Exact EXACT = Exact.of(LAST_HOUR, HABIT, ONE_HOUR);

  private PriceStep() {}

  private static double reward(int a) {
    return EXACT.actionValue(0, 0, a);
  }

  private static double[] score(int a) {
    return StudyEvening.score(HABIT, 0, a);
  }

  /// Σ_a π(a)·Δlog π(a), measured after the step.
  private static double measured(double[] step) {
    TabularPolicy after = HABIT.shifted(step);
    double sum = 0;
    for (int a = 0; a < CHOICES.size(); a++) {
      sum += HABIT.probability(0, a) * (after.logProb(0, a) - HABIT.logProb(0, a));
    }
    return sum;
  }

  /// Σ_a π(a)·log(π(a) / π′(a)), from the probabilities alone.
  private static double divergence(TabularPolicy after) {
    double sum = 0;
    for (int a = 0; a < CHOICES.size(); a++) {
      double p = HABIT.probability(0, a);
      sum += p * StrictMath.log(p / after.probability(0, a));
    }
    return sum;
  }

  /// K of (tired, read) with itself.
  private static double readingByItself() {
    return VectorMath.square(StudyEvening.score(POLICY, TIRED, READ));
  }

  /// K of (tired, read) with (tired, rest).
  private static double readingByResting() {
    return VectorMath.dot(
        StudyEvening.score(POLICY, TIRED, READ),
        StudyEvening.score(POLICY, TIRED, StudyEvening.REST));
  }

  static Step whoPays() {
    double[] step = VectorMath.scaled(LEARNING_RATE * reward(REST), score(REST));
    TabularPolicy after = HABIT.shifted(step);
    List<List<String>> rows = new ArrayList<>();
    double predictedSum = 0;
    int fell = 0;
    double[] predicted = new double[CHOICES.size()];
    for (int a = 0; a < CHOICES.size(); a++) {
      predicted[a] = VectorMath.dot(score(a), step);
      predictedSum += HABIT.probability(0, a) * predicted[a];
      fell += after.probability(0, a) < HABIT.probability(0, a) ? 1 : 0;
      rows.add(
          List.of(
              CHOICES.get(a),
              Decimals.of(reward(a), 0),
              Decimals.of(HABIT.probability(0, a), 4),
              Decimals.of(after.probability(0, a), 4),
              Decimals.signed(VectorMath.dot(score(a), score(REST)), 2),
              Decimals.signed(predicted[a], 4),
              Decimals.signed(after.logProb(0, a) - HABIT.logProb(0, a), 4)));
    }
    double whole = divergence(after);
    double half = divergence(HABIT.shifted(VectorMath.scaled(0.5, step)));
    double quarter = divergence(HABIT.shifted(VectorMath.scaled(0.25, step)));
    double eighth = divergence(HABIT.shifted(VectorMath.scaled(0.125, step)));
    return new StepBuilder(13, "Who pays")
        .opening(
            """
            If every return is positive, every own push is up. But the probabilities of a state sum
            to 1, before the step and after it. So some of them must have gone down. Which, and how
            does the mathematics bring it about?
            """)
        .introduces("π′", "the policy after the step")
        .introduces(
            "KL",
            "$KL(π‖π′)$ is the Kullback-Leibler divergence: how far $π′$ is from $π$ in a state. It"
                + " is never negative, and 0 only if they are equal. The bars in it only separate"
                + " the two")
        .uses("π a s ∇ log Δ θ ‖")
        .formula(
            "\\sum_a \\pi(a \\vert s) \\cdot \\n"
                + "abla \\log \\pi(a \\vert s) \\cdot \\Delta \\theta = 0",
            "Σ_a π(a|s)·∇log π(a|s)·Δθ = 0",
            "Step 5, whatever the step is: weighted with the probabilities, the predicted pushes of"
                + " a state cancel. What is given to some is taken from others, to first order.")
        .formula(
            "\\sum_a \\pi(a \\vert s) \\cdot \\Delta \\log \\pi(a \\vert s) = - \\sum_a \\pi(a"
                + " \\vert s) \\cdot \\log \\frac{\\pi(a \\vert s)}{\\pi'(a \\vert s)} = -"
                + " \\mathrm{KL}(\\pi \\Vert \\pi') \\le 0",
            "Σ_a π(a|s)·Δlog π(a|s) = −Σ_a π(a|s)·log(π(a|s)/π′(a|s)) = −KL(π‖π′) ≤ 0",
            "The left side is the definition of KL with its sign turned. The logarithm is a curve"
                + " that bends downwards, so an average of logarithms is at most the logarithm of"
                + " the average (Jensen's inequality). Here that is $log Σ_a"
                + " π(a|s)·(π′(a|s)/π(a|s)) = log Σ_a π′(a|s) = log 1 = 0$.")
        .prose(
            """
            So the pushes that are really measured do not even cancel: on average over the policy's
            own actions the log-probability falls, by exactly the divergence (if there is any: else
            nothing moved). The predicted pushes average to 0, so all of this fall is the difference
            between measured and predicted, the curvature of step 11. Probability is only moved, and
            that is the price of the move. It shrinks with $α²$: the smaller the step already is, the
            more exactly half of it costs a quarter.
            """)
        .prose(
            """
            Who pays? With two actions it can only be the other one. So for this step and the next
            there is a second world with three: another evening, of one hour, in one state, in which
            one may read (5 pages), skim (3) or rest (1), by the habit of the table. One sample: the
            student rests, and gets 1 page. The return is positive, so resting is pushed up. Reading
            pays. And skimming, which was not even tried, goes up a little too! The step subtracts
            from each knob in proportion to its probability, so the frequent action loses most, and
            the division in the softmax changes all log-probabilities alike, here upwards. The kernel says the same: between
            different actions $a$ and $a′$ it is $Σ_a π(a|s)² − π(a|s) − π(a′|s)$, which is positive
            when both are rare enough. The rule, in a table: the more probable another action is,
            the more of a push it pays.
            """)
        .prose(
            """
            This is also how a sample with a positive return can still go down. It pushes itself up;
            other samples of the same state, with other actions, can push it down; and where their
            pushes come to more, they win. Being better or more is neither needed for that nor
            enough, for each push has its kernel in front. They win most easily against an action
            that is probable already: its own factor is small beside its kernel with them, for
            reading when tired %s beside %s (step 11), so that one page for resting undoes %s pages
            for reading.
            """
                .formatted(
                    Decimals.of(readingByItself(), 2),
                    Decimals.of(readingByResting(), 2),
                    Decimals.of(-readingByResting() / readingByItself(), 0)))
        .table(
            "One sample, rest, with $α$ = 0.5 and $c$ = 1",
            List.of("", "pages", "before", "after", "$K$ with rest", "predicted", "measured"),
            rows)
        .picture(PayPicture.draw(HABIT, after))
        .check(
            Check.zero(
                "The predicted pushes, weighted with the policy, cancel.",
                "size of their sum",
                predictedSum,
                ROUNDING))
        .check(
            Check.same(
                "The measured ones, weighted likewise, sum to minus the divergence.",
                List.of(Check.value("sum", measured(step)), Check.value("$−KL$", -whole)),
                ROUNDING))
        .check(
            Check.rising(
                "Whole step, half, quarter, eighth: the price of each divided by that of the next"
                    + " comes down to 4.",
                List.of(
                    new Check.Value("", 4, 0),
                    new Check.Value("quarter by eighth", quarter / eighth, 3),
                    new Check.Value("half by quarter", half / quarter, 3),
                    new Check.Value("whole by half", whole / half, 3))))
        .check(
            Check.same(
                "When tired, one page for resting pushes reading down as far as four pages for"
                    + " reading push it up.",
                List.of(
                    Check.value("four times its own factor", 4 * readingByItself()),
                    Check.value("kernel with resting, its sign turned", -readingByResting())),
                ROUNDING))
        .check(
            Check.exactly(
                "All rewards are positive, and yet one action becomes less probable.",
                "actions that do",
                fell,
                1))
        .build();
  }
}
