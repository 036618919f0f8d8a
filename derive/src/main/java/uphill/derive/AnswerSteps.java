package uphill.derive;

import static uphill.derive.SamplingSteps.BATCH;
import static uphill.derive.SamplingSteps.LEARNING_RATE;
import static uphill.derive.evening.StudyEvening.POLICY;
import static uphill.derive.evening.StudyEvening.WORLD;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import uphill.derive.evening.EightTables;
import uphill.derive.evening.StudyEvening;
import uphill.derive.number.Decimals;
import uphill.derive.number.VectorMath;
import uphill.derive.picture.OwnPushPicture;
import uphill.derive.step.Check;
import uphill.derive.step.Step;
import uphill.derive.step.StepBuilder;
import uphill.push.Regression;

/// Step 12: the answer.
final class AnswerSteps {

  private static final double ROUNDING = 1e-12;

  private AnswerSteps() {}

  static Step ownPush() {
    EightTables tables = EightTables.of(BATCH);
    Regression apart = Regression.of(tables.weight(), tables.predicted(LEARNING_RATE));
    double bend = 1 - Regression.of(tables.weight(), tables.actual(LEARNING_RATE)).rSquared();
    double halfBend =
        1 - Regression.of(tables.weight(), tables.actual(LEARNING_RATE / 2)).rSquared();
    double[] step = SamplingSteps.step(LEARNING_RATE);
    double[] predicted = BATCH.predicted(step);
    Regression together = Regression.of(BATCH.weight(), predicted);

    int against = 0;
    double[] own = new double[BATCH.rows()];
    double[] doubled = new double[BATCH.rows()];
    double formula = 0;
    for (int i = 0; i < BATCH.rows(); i++) {
      own[i] = own(i, BATCH.weight()[i]);
      doubled[i] = own(i, 2 * BATCH.weight()[i]);
      against += own[i] * BATCH.weight()[i] < 0 ? 1 : 0;
      formula =
          Math.max(
              formula,
              Math.abs(
                  VectorMath.square(BATCH.score(i)) - factor(BATCH.state()[i], BATCH.action()[i])));
    }
    long fell = Arrays.stream(predicted).filter(push -> push < 0).count();
    return new StepBuilder(12, "The answer: the own push")
        .opening(
            """
            Everything is in place. "A step with this gradient pushes up the log-probability of each
            action in proportion to the return": in the sum over the kernel, where is that?
            """)
        .introduces(
            "R²",
            "the share of the squared differences between pushes that a straight line explains,"
                + " drawn through the points (weight, push) so that it passes them as closely as it"
                + " can: 1 if all lie on it, 0 if it is no better than the mean push")
        .uses("Δ log π a i s α c w ‖ g j K O")
        .formula(
            "\\Delta \\log \\pi(a_i \\vert s_i) = \\alpha \\cdot c \\cdot w_i \\cdot \\Vert g_i"
                + " \\Vert^2 + \\alpha \\cdot c \\sum_{j \\n"
                + "e i} w_j \\cdot K(i,j) + O(\\alpha^2)",
            "Δlog π(aᵢ|sᵢ) = α·c·wᵢ·‖gᵢ‖² + α·c·Σⱼ wⱼ·K(i,j) [j ≠ i] + O(α²)",
            "Take the term $j = i$ out of the sum of step 11: $K(i,i) = gᵢ·gᵢ = ‖gᵢ‖²$. It is what"
                + " row $i$ does to itself: its own push.")
        .formula(
            "\\Vert g_i \\Vert^2 = 1 - 2 \\pi(a_i \\vert s_i) + \\sum_a \\pi(a \\vert s_i)^2",
            "‖gᵢ‖² = 1 − 2·π(aᵢ|sᵢ) + Σ_a π(a|sᵢ)²",
            "In a table, where the logits are the knobs: the score is 1 minus the probability at"
                + " the action taken, and minus the probability at the others (step 3). Square and"
                + " add.")
        .prose(
            """
            Why "up"? Because $‖gᵢ‖²$ is a sum of squares and never negative. The score is there
            twice, once in the step and once in the question (step 11), and a vector's inner product
            with itself cannot point backwards. So the own push has the sign of its weight: with
            $R(τ) > 0$ it is up, or zero where the score is zero. In a table that would take an
            action that is already certain, which the softmax of two actions or more never gives.
            """)
        .prose(
            """
            Why "in proportion to $R(τ)$"? Because the weight stands in front as a plain factor.
            Live through the same hour with twice the return, and the own push is twice as large.
            Nothing deeper is behind it: $R(τ)$ came into the expression as the number that
            multiplies $P(τ)$ in the objective, and no derivative ever touched it.
            """)
        .prose(
            """
            Why does a rare action move more? In a table, among the actions of a state, the factor
            $‖gᵢ‖²$ is largest where $π(aᵢ|sᵢ)$ is smallest. Resting when fresh, chosen with 0.3, has the
            factor %s; reading, chosen with 0.7, has %s. That a rare action is sampled less often
            does not make up for it: the scores balance (step 5), but squares do not. (Of two
            actions the rarer always collects more; of three it need not.) Probability times factor is %s for resting and %s for reading, so if every return were the same,
            resting would over many evenings collect more than twice as much own push. What cancels
            is the sum of all pushes, own and others' (step 13).
            """
                .formatted(
                    Decimals.of(factor(0, 1), 2),
                    Decimals.of(factor(0, 0), 2),
                    Decimals.of(POLICY.probability(0, 1) * factor(0, 1), 3),
                    Decimals.of(POLICY.probability(0, 0) * factor(0, 0), 3)))
        .prose(
            """
            In a neural network the logits are not the knobs. The differences of step 3, 1 or 0
            minus the probability, are sent back through the network to its knobs, and $gᵢ$ is what
            arrives there. So the factor is another one, which depends on the state too and is large
            not only where an action is rare, and it can be zero where nothing gets through. But it
            is a sum of squares still, and the weight still stands in front of it.
            """)
        .prose(
            """
            And when is the sentence not true? What is in proportion to $R(τ)$ is each row's own
            contribution, not the change that results. Three things stand in the way. First, the
            factor $‖gᵢ‖²$ differs from action to action, so equal returns give unequal own pushes.
            Second, the other rows push too, through knobs that are shared: here because the same
            state occurs in many rows, in a neural network because all states share all knobs.
            Third, the step is finite, and $O(α²)$ is not zero.
            """)
        .prose(
            """
            Take all three away, and the sentence is literally true. Give each of the eight evenings a
            table of its own with two equally probable actions, one row in each: then nothing is
            shared, every factor is 1/2, and the predicted pushes lie on a line through the origin
            (the left picture; the measured ones bend away from it, the less the smaller $α$ is). In
            the student's real batch (the right picture: the same evenings, three rows each) the
            weights explain %s %% of the squared differences between predicted pushes, and %s of %s rows are
            pushed down, though every return is positive. There are only %s heights, because rows of
            the same state and action have one log-probability between them, and so one push. Who
            pushed some of them down is the next step.
            """
                .formatted(
                    Decimals.of(100 * together.rSquared(), 0),
                    fell,
                    BATCH.rows(),
                    Arrays.stream(predicted).mapToObj(p -> Decimals.of(p, 9)).distinct().count()))
        .table(
            "The own-push factor $‖gᵢ‖²$",
            List.of("action taken", "$π(a|s)$", "factor", "probability times factor"),
            factors())
        .picture(OwnPushPicture.draw(tables, BATCH, LEARNING_RATE, predicted))
        .check(
            Check.exactly(
                "None of the %s own pushes goes against the sign of its weight."
                    .formatted(BATCH.rows()),
                "against",
                against,
                0))
        .check(
            Check.equal(
                "Twice the weight, twice the own push, for every row. Of the first:",
                List.of(
                    Check.value("twice its own push", 2 * own[0]),
                    Check.value("own push with twice the weight", doubled[0])),
                VectorMath.scaled(2, own),
                doubled,
                ROUNDING))
        .check(
            Check.zero(
                "The factor is $1 − 2·π(a|s) + Σ_a π(a|s)²$, for every row.",
                "largest difference",
                formula,
                ROUNDING))
        .check(
            Check.zero(
                "Each state once, uniform policy: all predicted pushes lie on the line through 0"
                    + " with"
                    + " the slope $α·c$/2, here %s."
                        .formatted(Decimals.of(LEARNING_RATE / tables.weight().length / 2, 5)),
                "largest distance from it",
                offLine(tables),
                ROUNDING))
        .check(
            Check.near(
                "The weights then explain all of the differences.",
                List.of(new Check.Value("$R²$", apart.rSquared(), 6)),
                1,
                ROUNDING))
        .check(
            Check.near(
                "The pushes that are measured bend away from the line with $α²$: when $α$ is"
                    + " halved, about a quarter of $1 − R²$ is left.",
                List.of(new Check.Value("before, divided by after", bend / halfBend, 2)),
                4,
                0.1))
        .check(
            Check.rising(
                "In the real batch the weights explain less.",
                List.of(
                    new Check.Value("$R²$ of the predicted pushes", together.rSquared(), 2),
                    new Check.Value("$R²$ where nothing is shared", apart.rSquared(), 2))))
        .check(
            Check.rising(
                "Probability times factor, when fresh: own pushes do not balance.",
                List.of(
                    new Check.Value("reading", POLICY.probability(0, 0) * factor(0, 0), 3),
                    new Check.Value("resting", POLICY.probability(0, 1) * factor(0, 1), 3))))
        .check(
            Check.rising(
                "With three actions of probability 0.7, 0.2 and 0.1 the rarest does not collect"
                    + " most. Probability times factor:",
                List.of(
                    new Check.Value("rarest", ofThree(2), 3),
                    new Check.Value("second", ofThree(1), 3))))
        .check(shared())
        .build();
  }

  /// How far the predicted pushes are from α·c/2 times their weights.
  private static double offLine(EightTables tables) {
    double slope = LEARNING_RATE / tables.weight().length / 2;
    return VectorMath.distance(
        VectorMath.scaled(slope, tables.weight()), tables.predicted(LEARNING_RATE));
  }

  private static double own(int i, double weight) {
    return LEARNING_RATE / BATCH.evenings() * weight * VectorMath.square(BATCH.score(i));
  }

  /// 1 − 2π(a|s) + Σπ².
  private static double factor(int s, int a) {
    double squares = 0;
    for (int b = 0; b < WORLD.actions(); b++) {
      squares += POLICY.probability(s, b) * POLICY.probability(s, b);
    }
    return 1 - 2 * POLICY.probability(s, a) + squares;
  }

  /// Probability times factor.
  private static double ofThree(int a) {
    double[] score = StudyEvening.score(StudyEvening.HABIT, 0, a);
    return StudyEvening.HABIT.probability(0, a) * VectorMath.square(score);
  }

  private static List<List<String>> factors() {
    List<List<String>> rows = new ArrayList<>();
    for (int s = 0; s < WORLD.states(); s++) {
      for (int a = 0; a < WORLD.actions(); a++) {
        rows.add(
            List.of(
                StudyEvening.pair(s, a),
                Decimals.of(POLICY.probability(s, a), 1),
                Decimals.of(factor(s, a), 2),
                Decimals.of(POLICY.probability(s, a) * factor(s, a), 3)));
      }
    }
    return rows;
  }

  /// With a knob that both states share, their rows push each other.
  ///
  /// ```text
  /// z(fresh, read) = θ₁     z(tired, read) = θ₁ + θ₂     z(·, rest) = 0
  /// ```
  private static Check shared() {
    double[] fresh = {1 - POLICY.probability(0, 0), 0};
    double tired = 1 - POLICY.probability(1, 0);
    double apart =
        VectorMath.dot(StudyEvening.score(POLICY, 0, 0), StudyEvening.score(POLICY, 1, 0));
    double kernel = VectorMath.dot(fresh, new double[] {tired, tired});
    return Check.rising(
        "With a knob shared by both states, reading when fresh also pushes reading when tired.",
        List.of(
            Check.value("kernel with a table", apart), Check.value("with a shared knob", kernel)));
  }
}
