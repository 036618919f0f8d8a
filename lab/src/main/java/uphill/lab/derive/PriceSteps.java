package uphill.lab.derive;

import static uphill.lab.derive.StudyEvening.CHOICES;
import static uphill.lab.derive.StudyEvening.HABIT;
import static uphill.lab.derive.StudyEvening.LAST_HOUR;
import static uphill.lab.derive.StudyEvening.ONE_HOUR;

import java.util.ArrayList;
import java.util.List;
import uphill.oracle.Exact;
import uphill.oracle.TabularPolicy;

/// Steps 13 and 14: who pays for a push, and what a constant baseline changes.
final class PriceSteps {

  private static final double ROUNDING = 1e-12;
  private static final double LEARNING_RATE = 0.5;
  private static final int REST = 2;
  private static final Exact EXACT = Exact.of(LAST_HOUR, HABIT, ONE_HOUR);
  private static final double[] BASELINES = {0, 2, 4.2, 10};

  private PriceSteps() {}

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
      sum += p * Math.log(p / after.probability(0, a));
    }
    return sum;
  }

  static Step whoPays() {
    double[] step = Vectors.scaled(LEARNING_RATE * reward(REST), score(REST));
    TabularPolicy after = HABIT.shifted(step);
    List<List<String>> rows = new ArrayList<>();
    double predictedSum = 0;
    int fell = 0;
    double[] predicted = new double[CHOICES.size()];
    for (int a = 0; a < CHOICES.size(); a++) {
      predicted[a] = Vectors.dot(score(a), step);
      predictedSum += HABIT.probability(0, a) * predicted[a];
      fell += after.probability(0, a) < HABIT.probability(0, a) ? 1 : 0;
      rows.add(
          List.of(
              CHOICES.get(a),
              Digits.of(reward(a), 0),
              Digits.of(HABIT.probability(0, a), 4),
              Digits.of(after.probability(0, a), 4),
              Digits.signed(Vectors.dot(score(a), score(REST)), 2),
              Digits.signed(predicted[a], 4),
              Digits.signed(after.logProb(0, a) - HABIT.logProb(0, a), 4)));
    }
    double half = measured(Vectors.scaled(0.5, step));
    double quarter = measured(Vectors.scaled(0.25, step));
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
            "The left side is the definition of KL with its sign turned. The logarithm is concave,"
                + " so by Jensen the sum is at most $log Σ_a π′(a|s) = log 1 = 0$.")
        .prose(
            """
            So the pushes that are really measured do not even cancel: on average over the policy's
            own actions the log-probability falls, by exactly the divergence. The predicted pushes
            average to 0, so all of this fall is the difference between measured and predicted, the
            curvature of step 11. Probability is only moved, and that is the price of the move. It
            shrinks with $α²$: a step half as long costs about a quarter.
            """)
        .prose(
            """
            Who pays? Look at one choice: the last hour of the evening, in which one may read (5
            pages), skim (3) or rest (1), by the habit of the table. One sample: the student rests,
            and gets 1 page. The return is positive, so resting is pushed up. Reading pays. And
            skimming, which was not even tried, goes up a little too! The step subtracts from each
            knob in proportion to its probability, so the frequent action loses most, and what is
            left is shared out by the division in the softmax. The kernel says the same: between
            different actions $a$ and $a′$ it is $Σ π² − π(a) − π(a′)$, which is positive when both
            are rare. The rule is: a push is paid for by what is probable.
            """)
        .prose(
            """
            This is also how a sample with a positive return can still go down. It pushes itself up;
            other samples of the same state, with other actions, push it down; and if they were
            better, or rarer, or more, they win.
            """)
        .table(
            "One sample, rest, with $α$ = 0.5 and $c$ = 1",
            List.of("", "pages", "before", "after", "$K$ with rest", "predicted", "measured"),
            rows)
        .picture(PayPicture.draw(HABIT, after))
        .check(
            Check.zero(
                "The predicted pushes, weighted with the policy, cancel.",
                List.of(),
                predictedSum,
                ROUNDING))
        .check(
            Check.equal(
                "The measured ones sum to minus the divergence.",
                List.of(Check.value("sum", measured(step)), Check.value("−KL", -divergence(after))),
                Math.abs(measured(step) + divergence(after)),
                ROUNDING))
        .check(
            Check.near(
                "A step half as long costs about a quarter.",
                List.of(new Check.Value("ratio", half / quarter, 2)),
                half / quarter,
                4,
                0.2))
        .check(
            new Check(
                "All rewards are positive, and yet an action falls.",
                List.of(
                    Check.value("read before", HABIT.probability(0, 0)),
                    Check.value("after", after.probability(0, 0))),
                "1 action falls",
                Math.abs(fell - 1),
                0))
        .build();
  }

  static Step constantBaseline() {
    List<List<String>> rows = new ArrayList<>();
    double[] first = average(0);
    double worst = 0;
    double[] variances = new double[BASELINES.length];
    for (int k = 0; k < BASELINES.length; k++) {
      double b = BASELINES[k];
      worst = Math.max(worst, Vectors.distance(first, average(b)));
      variances[k] = Estimate.of(LAST_HOUR, HABIT, 1, (tau, t) -> tau.reward(t) - b).variance();
      List<String> row = new ArrayList<>(List.of(Digits.of(b, 1)));
      for (int a = 0; a < CHOICES.size(); a++) {
        row.add(Digits.signed((reward(a) - b) * Vectors.square(score(a)), 3));
      }
      for (double entry : average(b)) {
        row.add(Digits.signed(entry, 3));
      }
      row.add(Digits.of(variances[k], 3));
      rows.add(row);
    }
    double[] left = new double[CHOICES.size()];
    for (int a = 0; a < CHOICES.size(); a++) {
      left[a] = HABIT.probability(0, a) * EXACT.advantage(0, 0, a);
    }
    double flips = (reward(1) - BASELINES[2]) * reward(1);
    return new StepBuilder(14, "What a constant baseline changes, and what it does not")
        .opening(
            """
            If all rewards are positive, every sample pushes itself up. Subtract a constant, and
            some of them push themselves down. Can both be the same algorithm?
            """)
        .uses("E_a R b ∇ log π a J A z")
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
        .prose(
            """
            Look at the second line. No baseline was put in, and yet the average return $J$ has been
            subtracted. It was always there: it is the second half of the score, the minus $π(a′|s)$
            of step 3. Each sample pushes itself up and takes a little from everyone; after many
            samples each action has been pushed up for its own return and has paid for everyone's.
            Only the difference is left: the advantage.
            """)
        .prose(
            """
            So a constant baseline changes every single push: skimming, with 3 pages, is pushed up
            without a baseline and pushed down with the average %s as baseline. And it changes
            nothing on average: the middle columns of the table are the same in every row. What it
            changes is the noise. Without a baseline one needs many samples until the large pushes
            in all directions have cancelled; with a good one they are small to begin with. The
            average return is a good constant, not always the best: here 2 does better, because rare
            actions, which have large scores, have small returns.
            """
                .formatted(Digits.of(EXACT.objective(), 1)))
        .prose(
            """
            In this sense "pushed up in proportion to $R(τ)$" describes one sample, and "pushed up in
            proportion to $π·A$" describes the average of the step. Both are true. They are answers
            to two questions.
            """)
        .table(
            "Own push of each action if sampled, then the average step of each knob, then the"
                + " variance; all for $α$ = 1",
            List.of(
                "$b$", "own: read", "skim", "rest", "average: read", "skim", "rest", "variance"),
            rows)
        .check(
            Check.equal(
                "Four baselines, one average step.",
                List.of(Check.value("b = 0", first[0]), Check.value("b = 10", average(10)[0])),
                worst,
                ROUNDING * 10))
        .check(
            Check.equal(
                "That step is π·A.",
                List.of(
                    Check.value("read", left[0]),
                    Check.value("skim", left[1]),
                    Check.value("rest", left[2])),
                left,
                first,
                ROUNDING))
        .check(
            new Check(
                "The own push of skimming changes its sign.",
                List.of(
                    Check.value("reward", reward(1)),
                    Check.value("reward minus J", reward(1) - EXACT.objective())),
                "one positive, one negative",
                flips,
                -Double.MIN_VALUE))
        .check(
            Check.rising(
                "The variance depends on the constant.",
                List.of(
                    new Check.Value("b = 2", variances[1], 3),
                    new Check.Value("b = 4.2", variances[2], 3),
                    new Check.Value("b = 0", variances[0], 3),
                    new Check.Value("b = 10", variances[3], 3))))
        .build();
  }

  private static double[] average(double b) {
    return Estimate.of(LAST_HOUR, HABIT, 1, (tau, t) -> tau.reward(t) - b).mean();
  }
}
